// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The portable form, on a Vert.x datagram socket: one datagram at a time, with a copy and an allocation for each. */
public final class VertxDatagramPort implements DatagramPort {

    /** Datagrams that may wait; newer ones are dropped, as a socket buffer does. */
    static final int MAX_WAITING = 1024;

    /** Datagrams that may be on their way into the socket; more are refused, as by a full socket buffer. */
    static final int MAX_SENDING = 1024;

    private final DatagramSocket socket;
    private final Context context;
    private InetSocketAddress localAddress;
    private final Queue<DatagramPacket> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private Runnable handler = () -> {};
    private boolean scheduled;
    private final AtomicInteger sending = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    private VertxDatagramPort(DatagramSocket socket, Context context, InetSocketAddress localAddress) {
        this.socket = socket;
        this.context = context;
        this.localAddress = localAddress;
    }

    /** Binds a port; to be called on the event loop that will own it. */
    public static Future<VertxDatagramPort> open(Vertx vertx, InetSocketAddress listen, int bufferOctets) {
        DatagramSocketOptions options = new DatagramSocketOptions()
                .setIpV6(listen.getAddress() instanceof Inet6Address)
                .setReceiveBufferSize(bufferOctets)
                .setSendBufferSize(bufferOctets);
        DatagramSocket socket = vertx.createDatagramSocket(options);
        VertxDatagramPort port = new VertxDatagramPort(socket, vertx.getOrCreateContext(), listen);
        socket.handler(port::onDatagram);
        return socket.listen(listen.getPort(), listen.getAddress().getHostAddress())
                .map(port::bound);
    }

    private VertxDatagramPort bound(DatagramSocket listening) {
        localAddress = new InetSocketAddress(
                localAddress.getAddress(), listening.localAddress().port());
        return this;
    }

    void onDatagram(DatagramPacket datagram) {
        if (waiting.offer(datagram)) {
            schedule();
        } else {
            lost.incrementAndGet();
        }
    }

    private void schedule() {
        if (!scheduled && !waiting.isEmpty()) {
            scheduled = true;
            context.runOnContext(ignored -> run());
        }
    }

    private void run() {
        scheduled = false;
        handler.run();
        schedule();
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }

    @Override
    public void onReady(Runnable handler) {
        this.handler = handler;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public int maxDatagrams() {
        return 1;
    }

    @Override
    public boolean receive(DatagramBurst burst) {
        DatagramPacket datagram = waiting.poll();
        if (datagram == null) {
            return false;
        }
        Buffer data = datagram.data();
        int length = Math.min(data.length(), DatagramBurst.OCTETS);
        MemorySegment.copy(data.getBytes(0, length), 0, burst.memory(), JAVA_BYTE, 0, length);
        burst.filled(length, length, source(datagram.sender()));
        return true;
    }

    private static InetSocketAddress source(SocketAddress sender) {
        return new InetSocketAddress(InetAddress.ofLiteral(sender.hostAddress()), sender.port());
    }

    /** Nothing can be sent so that it stays whole for certain; the rest is as the system has it. */
    @Override
    public Sent send(
            byte[] buffer, int offset, int length, int datagramOctets, InetSocketAddress remote, Carriage carriage) {
        if (carriage == Carriage.WHOLE) {
            return Sent.REFUSED;
        }
        String host = remote.getAddress().getHostAddress();
        for (int at = 0; at < length; at += datagramOctets) {
            if (sending.get() >= MAX_SENDING) {
                return Sent.FULL;
            }
            int octets = Math.min(datagramOctets, length - at);
            Buffer data = Buffer.buffer(octets).appendBytes(buffer, offset + at, octets);
            sending.incrementAndGet();
            socket.send(data, remote.getPort(), host).onComplete(ignored -> sending.decrementAndGet());
        }
        return Sent.TAKEN;
    }

    /** Of those that found no room in the socket itself nobody tells here. */
    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        socket.close();
    }
}
