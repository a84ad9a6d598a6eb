// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.discovery.dns.wire.ClientAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UDP by a blocking {@link DatagramChannel}; for systems other than Linux and where native access is denied. On a
 * wildcard address the system picks the source
 * address of answers; such hosts should name their addresses one by one.
 */
public final class NioUdpEngine implements UdpEngine {

    private static final Logger LOG = LoggerFactory.getLogger(NioUdpEngine.class);

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Answerer answerer;
    private final Thread thread;
    private final ClientAddress client = new ClientAddress();
    private final ByteBuffer received = ByteBuffer.allocateDirect(Sizes.QUERY_OCTETS);
    private final ByteBuffer sent = ByteBuffer.allocateDirect(Sizes.ANSWER_OCTETS);
    private final byte[] query = new byte[Sizes.QUERY_OCTETS];
    private final byte[] answer = new byte[Sizes.ANSWER_OCTETS];

    private NioUdpEngine(DatagramChannel channel, Answerer answerer) throws IOException {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.answerer = answerer;
        this.thread = Thread.ofPlatform().daemon().name("dns-udp-" + address).unstarted(this::run);
    }

    /** See {@link UdpEngine.Opener}. Java's socket on {@code [::]} takes IPv4 too, whatever the family. */
    public static UdpEngine open(InetSocketAddress address, Family family, boolean shared, Answerer answerer)
            throws IOException {
        boolean ipv6 = address.getAddress() instanceof Inet6Address;
        DatagramChannel channel =
                DatagramChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, Sizes.RECEIVE_BUFFER_OCTETS);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address);
            return new NioUdpEngine(channel, answerer);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        while (channel.isOpen()) {
            try {
                answerOne();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("{}: {}", address, e.toString());
            }
        }
    }

    private void answerOne() throws IOException {
        received.clear();
        InetSocketAddress source = (InetSocketAddress) channel.receive(received);
        if (source == null) {
            return;
        }
        int length = received.position();
        received.get(0, query, 0, length);
        client.set(source.getAddress().getAddress());
        int octets = answerer.answer(query, 0, length, answer, 0, client, Transport.UDP);
        if (octets > 0) {
            sent.clear().put(answer, 0, octets).flip();
            channel.send(sent, source);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (thread.isAlive() && Thread.currentThread() != thread) {
                thread.join();
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", address, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
