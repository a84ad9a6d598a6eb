// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;

/** Sends back what it gets, by UDP and TCP on port 7: {@code main()}. Runs until it is ended by a signal. */
public final class FlowEcho {

    /** Where it listens. */
    public static final int PORT = 7;

    private FlowEcho() {}

    /** As the class says. */
    public static void main(String[] args) throws IOException {
        try (DatagramSocket datagrams = new DatagramSocket(PORT);
                EchoConnections connections = EchoConnections.listen(PORT)) {
            datagrams.setReceiveBufferSize(4 << 20);
            Thread.ofPlatform().daemon().start(() -> echo(datagrams));
            System.out.println("echoes");
            connections.run();
        }
    }

    private static void echo(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        try {
            while (true) {
                packet.setLength(64);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            System.out.println("udp ended: " + e);
        }
    }

    /**
     * Asks one on a connection, and waits for the answer.
     *
     * @throws EOFException if the other end has closed it
     */
    public static void ask(Socket connection) throws IOException {
        connection.getOutputStream().write(new byte[8]);
        if (connection.getInputStream().readNBytes(8).length < 8) {
            throw new EOFException("the other end closed it");
        }
    }
}
