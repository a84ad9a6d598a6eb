// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.net.linux.Sockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * UDP by {@code recvmmsg} and {@code sendmmsg}: up to {@link Sizes#BATCH} datagrams for one system call each way, and answers to one socket
 * by one way through the kernel ({@code UDP_SEGMENT}, Linux 4.18). 64-bit Linux only.
 */
public final class LinuxUdpEngine implements UdpEngine {

    private static final long ERROR_PAUSE_NANOS = 1_000_000;

    private final LinuxUdpSocket socket;
    private final Answerer answerer;
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final QueryBatch queries;
    private final AnswerBatch answers;

    private final ClientAddress client = new ClientAddress();
    private final byte[] query = new byte[Sizes.BATCH * Sizes.QUERY_OCTETS];
    private final int[] starts = new int[Sizes.BATCH + 1];

    private LinuxUdpEngine(Arena arena, LinuxUdpSocket socket, Answerer answerer, boolean wildcard) {
        this.socket = socket;
        this.answerer = answerer;
        this.queries = new QueryBatch(arena, wildcard);
        this.answers = new AnswerBatch(arena, queries, socket.segments());
        this.thread =
                Thread.ofPlatform().daemon().name("dns-udp-" + socket.address()).unstarted(this::run);
    }

    /** Whether this system has the calls, and they may be made. */
    public static boolean isAvailable() {
        boolean bits64 =
                System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).matches("amd64|x86_64|aarch64");
        return bits64
                && System.getProperty("os.name", "").equals("Linux")
                && Sockets.class.getModule().isNativeAccessEnabled();
    }

    /** See {@link UdpEngine.Opener}. */
    public static UdpEngine open(InetSocketAddress address, Family family, boolean shared, Answerer answerer)
            throws IOException {
        // Freed with the engine: its thread may be inside a system call until the very end.
        Arena arena = Arena.ofAuto();
        LinuxUdpSocket socket = LinuxUdpSocket.open(address, family, shared);
        return new LinuxUdpEngine(arena, socket, answerer, address.getAddress().isAnyLocalAddress());
    }

    @Override
    public InetSocketAddress address() {
        return socket.address();
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed.get()) {
            if (!socket.receive(queries)) {
                // Interrupted, or short of memory: neither lasts, and neither may turn into a busy loop.
                LockSupport.parkNanos(ERROR_PAUSE_NANOS);
            }
            takeOver();
            answers.empty();
            for (int i = 0; i < queries.count(); i++) {
                answer(i);
            }
            answerer.endBatch();
            answers.complete();
            socket.send(answers);
        }
    }

    private void takeOver() {
        for (int i = 0; i < queries.count(); i++) {
            int length = queries.length(i);
            queries.copyOut(i, query, starts[i], length);
            starts[i + 1] = starts[i] + length;
        }
        answerer.beginBatch(query, starts, queries.count());
    }

    private void answer(int i) {
        queries.client(i, client);
        int octets = answerer.answer(
                query,
                starts[i],
                starts[i + 1] - starts[i],
                answers.octets(),
                answers.position(),
                client,
                Transport.UDP);
        if (octets > 0) {
            answers.add(octets, i);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            socket.wake();
            if (thread.isAlive()) {
                thread.join();
            }
            socket.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
