// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** A TCP stream of {@link TrainCommand}, as fast as it goes. Both ends are in this process; the way between them is the system's routes. */
final class TrainStream {

    private static final int PATIENCE_MILLIS = 5000;
    private static final int CHUNK_OCTETS = 64 << 10;

    private TrainStream() {}

    /**
     * Sends from one address of this host to another one.
     *
     * @return octets that arrived
     * @throws IOException if no connection comes about, or nothing arrives for five seconds
     */
    static long run(InetAddress from, InetAddress to, Duration length) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, to);
                Socket sender = new Socket()) {
            sender.bind(new InetSocketAddress(from, 0));
            sender.connect(listening.getLocalSocketAddress(), PATIENCE_MILLIS);
            try (Socket receiver = listening.accept()) {
                receiver.setSoTimeout(PATIENCE_MILLIS);
                Thread.ofVirtual().start(() -> send(sender));
                return receive(receiver.getInputStream(), length);
            }
        }
    }

    private static void send(Socket sender) {
        byte[] chunk = new byte[CHUNK_OCTETS];
        try (OutputStream out = sender.getOutputStream()) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException e) {
            // The receiver has seen enough and is gone.
        }
    }

    private static long receive(InputStream in, Duration length) throws IOException {
        byte[] chunk = new byte[CHUNK_OCTETS];
        long deadline = System.nanoTime() + length.toNanos();
        long received = 0;
        int octets = in.read(chunk);
        while (octets >= 0 && System.nanoTime() - deadline < 0) {
            received += octets;
            octets = in.read(chunk);
        }
        return received;
    }
}
