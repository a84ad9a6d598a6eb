// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.net.octets.Octets;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Asks one question over UDP, a second time where the first is lost, or over TCP. Blocks; any thread. */
final class Probe {

    private static final int FLAG_RD = 0x0100;
    private static final int HEADER = 12;
    private static final int CLASS_IN = 1;
    private static final int ATTEMPTS = 2;
    private static final int MAX_ANSWER_OCTETS = 4_096;

    private final Duration limit;
    private final RandomGenerator random;

    /**
     * With a limit for the whole question.
     *
     * @param random for query identifiers; a secure one
     */
    Probe(Duration limit, RandomGenerator random) {
        this.limit = limit;
        this.random = random;
    }

    /**
     * The answer of this resolver.
     *
     * @throws SocketTimeoutException if none came in time
     */
    ProbeAnswer ask(InetSocketAddress resolver, WireName name, int type) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(resolver);
                byte[] query = query(name, type);
                socket.send(new DatagramPacket(query, query.length));
                return new ProbeAnswer(receive(socket, query), query.length, type);
            } catch (SocketTimeoutException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * The answer of this resolver over TCP.
     *
     * @throws IOException if it does not answer there in time
     */
    ProbeAnswer askOverTcp(InetSocketAddress resolver, WireName name, int type) throws IOException {
        int millis = Math.toIntExact(limit.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(resolver, millis);
            socket.setSoTimeout(millis);
            byte[] query = query(name, type);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] framed = new byte[query.length + 2];
            Octets.putInt16(framed, 0, query.length);
            System.arraycopy(query, 0, framed, 2, query.length);
            out.write(framed);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            if (answer.length < HEADER || Octets.uint16(answer, 0) != Octets.uint16(query, 0)) {
                throw new IOException("the answer belongs to another question");
            }
            return new ProbeAnswer(answer, query.length, type);
        }
    }

    /** The first message with our identifier; what else comes in is somebody's guess. */
    private byte[] receive(DatagramSocket socket, byte[] query) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos() / ATTEMPTS;
        DatagramPacket packet = new DatagramPacket(new byte[MAX_ANSWER_OCTETS], MAX_ANSWER_OCTETS);
        do {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            packet.setLength(MAX_ANSWER_OCTETS);
            socket.receive(packet);
        } while (packet.getLength() < HEADER || Octets.uint16(packet.getData(), 0) != Octets.uint16(query, 0));
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private byte[] query(WireName name, int type) {
        byte[] query = new byte[HEADER + name.length() + 4];
        Octets.putInt16(query, 0, random.nextInt(0x1_0000));
        Octets.putInt16(query, 2, FLAG_RD);
        Octets.putInt16(query, 4, 1);
        System.arraycopy(name.octets(), 0, query, HEADER, name.length());
        Octets.putInt16(query, HEADER + name.length(), type);
        Octets.putInt16(query, HEADER + name.length() + 2, CLASS_IN);
        return query;
    }
}
