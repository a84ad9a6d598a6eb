// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/**
 * Keeps some questions outstanding on one UDP socket, few enough for its buffer. Nothing is asked twice: a question
 * without an answer is lost, and fails.
 */
final class ClosedLoop {
    /** Outstanding questions. */
    static final int WINDOW = 64;

    private static final int LIMIT_MILLIS = 10_000;
    private static final int MAX_OCTETS = 1_232;

    private final InetSocketAddress server;
    private final Dialogue dialogue;
    private final long[] numbers = new long[WINDOW];

    /** What is asked, and what is to be said about the answers. */
    interface Dialogue {
        /** Whether to ask another question. */
        boolean goesOn(long asked);

        /** The query of this number, with any identifier; called just before it is sent. */
        byte[] query(long number);

        /** The answer to the query of this number, which ends at {@code length}. */
        void answer(long number, byte[] octets, int length) throws IOException;
    }

    ClosedLoop(InetSocketAddress server, Dialogue dialogue) {
        this.server = server;
        this.dialogue = dialogue;
    }

    /** Asks until the dialogue ends and all answers are there; returns their number. */
    long run() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setReceiveBufferSize(WINDOW * 4_096);
            socket.connect(server);
            socket.setSoTimeout(LIMIT_MILLIS);
            long asked = 0;
            long answered = 0;
            for (; asked < WINDOW; asked++) {
                send(socket, (int) asked, asked);
            }
            for (; answered < asked; answered++) {
                int slot = receive(socket, answered);
                if (dialogue.goesOn(asked)) {
                    send(socket, slot, numbers[slot] + WINDOW);
                    asked++;
                }
            }
            return answered;
        }
    }

    private void send(DatagramSocket socket, int slot, long number) throws IOException {
        byte[] query = dialogue.query(number);
        query[0] = (byte) (number >> 8);
        query[1] = (byte) number;
        numbers[slot] = number;
        socket.send(new DatagramPacket(query, query.length));
    }

    private int receive(DatagramSocket socket, long answered) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_OCTETS], MAX_OCTETS);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("a question was lost after " + answered + " answers", e);
        }
        byte[] octets = packet.getData();
        int id = (octets[0] & 0xff) << 8 | octets[1] & 0xff;
        int slot = id % WINDOW;
        if (id != (numbers[slot] & 0xffff)) {
            throw new AssertionError("an answer to no question: identifier " + id);
        }
        dialogue.answer(numbers[slot], octets, packet.getLength());
        return slot;
    }
}
