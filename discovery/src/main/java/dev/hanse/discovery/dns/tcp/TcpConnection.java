// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.Octets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * One connection: cuts the stream into queries, answers all complete ones of a read and writes once. A client that
 * does not read is not read from either. A
 * message that deserves no answer ends the connection. Owned by one event loop.
 */
final class TcpConnection {

    private static final int LENGTH_OCTETS = 2;

    private final NetSocket socket;
    private final Transport transport;
    private final Answerer answerer;
    private final AnswerBuffer answers;
    private final LongSupplier nanoClock;
    private final String client;
    private final ClientAddress clientAddress = new ClientAddress();
    private byte[] pending = new byte[512];
    private int pendingLength;
    private long lastQueryNanos;

    TcpConnection(
            NetSocket socket, Transport transport, Answerer answerer, AnswerBuffer answers, LongSupplier nanoClock) {
        this.socket = socket;
        this.transport = transport;
        this.answerer = answerer;
        this.answers = answers;
        this.nanoClock = nanoClock;
        this.client = socket.remoteAddress().hostAddress();
        this.lastQueryNanos = nanoClock.getAsLong();
        clientAddress.set(InetAddress.ofLiteral(client).getAddress());
    }

    void start() {
        socket.handler(this::onOctets);
        socket.exceptionHandler(e -> socket.close());
    }

    /** The client's address as text. */
    String client() {
        return client;
    }

    /** When the last complete query came, or the connection was made. */
    long lastQueryNanos() {
        return lastQueryNanos;
    }

    void close() {
        socket.close();
    }

    private void onOctets(Buffer octets) {
        append(octets);
        int at = 0;
        while (pendingLength - at >= LENGTH_OCTETS) {
            int next = at + LENGTH_OCTETS + Octets.u16(pending, at);
            if (next > pendingLength) {
                break;
            }
            if (!answer(at + LENGTH_OCTETS, next)) {
                flush();
                socket.close();
                return;
            }
            at = next;
        }
        System.arraycopy(pending, at, pending, 0, pendingLength - at);
        pendingLength -= at;
        flush();
    }

    /** Grows to at most one read beyond the largest message. */
    private void append(Buffer octets) {
        int needed = pendingLength + octets.length();
        if (needed > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(needed, 2 * pending.length));
        }
        octets.getBytes(pending, pendingLength);
        pendingLength = needed;
    }

    private boolean answer(int from, int to) {
        int length = answerer.answer(
                pending, from, to - from, answers.octets(), answers.position(), clientAddress, transport);
        if (length == 0) {
            return false;
        }
        answers.add(length);
        lastQueryNanos = nanoClock.getAsLong();
        if (answers.isFull()) {
            flush();
        }
        return true;
    }

    private void flush() {
        if (answers.isEmpty()) {
            return;
        }
        socket.write(answers.take());
        if (socket.writeQueueFull()) {
            socket.pause();
            socket.drainHandler(drained -> socket.resume());
        }
    }
}
