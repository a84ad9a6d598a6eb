// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.net.time.NanoClock;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;

/**
 * One connection: answers all complete queries of a read and writes once. While a client does not read, nothing is
 * read from it and nothing more is answered. A message that deserves no answer ends the connection. Owned by one event
 * loop.
 */
final class TcpConnection {

    private final NetSocket socket;
    private final SocketControl control;
    private final Transport transport;
    private final Answerer answerer;
    private final SharedBuffers shared;
    private final NanoClock nanoClock;
    private final StalledConnections stalled;
    private final String client;
    private final ClientAddress clientAddress = new ClientAddress();
    private final QueryStream stream = new QueryStream();
    private long lastQueryNanos;
    private boolean waiting;

    TcpConnection(
            NetSocket socket,
            Transport transport,
            Answerer answerer,
            SharedBuffers shared,
            NanoClock nanoClock,
            StalledConnections stalled) {
        this.socket = socket;
        this.control = new SocketControl(socket);
        this.transport = transport;
        this.answerer = answerer;
        this.shared = shared;
        this.nanoClock = nanoClock;
        this.stalled = stalled;
        this.client = socket.remoteAddress().hostAddress();
        this.lastQueryNanos = nanoClock.nanoTime();
        clientAddress.set(InetAddress.ofLiteral(client).getAddress());
        socket.exceptionHandler(e -> control.closeNow());
    }

    SocketControl control() {
        return control;
    }

    void start() {
        socket.handler(octets -> {
            stream.begin(shared.input(), octets);
            answerAll();
        });
        socket.drainHandler(drained -> goOn());
    }

    /** The client's address as text. */
    String client() {
        return client;
    }

    /** When the last complete query came, or the connection was made. */
    long lastQueryNanos() {
        return lastQueryNanos;
    }

    /** Closes, whether or not the client reads. */
    void close() {
        control.closeNow();
    }

    private void goOn() {
        if (stalled.remove(this)) {
            waiting = false;
            stream.begin(shared.input());
            answerAll();
            control.read(!waiting);
        }
    }

    private void answerAll() {
        boolean good = true;
        while (good && !waiting && stream.next()) {
            good = answer();
        }
        stream.end();
        flush();
        if (!good) {
            socket.close();
        }
    }

    private boolean answer() {
        AnswerBuffer answers = shared.answers();
        int length = answerer.answer(
                stream.octets(),
                stream.queryAt(),
                stream.queryLength(),
                answers.octets(),
                answers.position(),
                clientAddress,
                transport);
        if (length == 0) {
            return false;
        }
        answers.add(length);
        lastQueryNanos = nanoClock.nanoTime();
        if (answers.isFull()) {
            flush();
        }
        return true;
    }

    private void flush() {
        if (shared.answers().isEmpty()) {
            return;
        }
        socket.write(shared.answers().take());
        if (socket.writeQueueFull()) {
            waiting = true;
            control.read(false);
            stalled.add(this);
        }
    }
}
