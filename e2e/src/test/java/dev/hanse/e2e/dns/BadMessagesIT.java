// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.testing.MalformedMessage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Protects a running responder against a corpus of messages that lie: each gets what it deserves, and the next client its answer. */
class BadMessagesIT {
    private static final int LIMIT_MILLIS = 20_000;

    /** A good question, with identifier 1. */
    private static final byte[] GOOD = HexFormat.of()
            .parseHex("000101000001000000000000" + "03776562" + "0473686f70" + "03737663" + "0a636c7573746572736574"
                    + "056c6f63616c" + "0000010001");

    private static ViewProcess server;

    @BeforeAll
    static void start() throws IOException {
        server = ViewProcess.start("127.0.0.1", "east");
        server.publish(1, """
                service shop/web cluster-set-ip http/tcp/80
                endpoints shop/web east 10.0.0.1
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    static List<MalformedMessage> corpus() {
        return MalformedMessage.all();
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.port());
    }

    private static void assertExpected(MalformedMessage message, byte[] answer) throws IOException {
        Message read = new Message(answer);
        assertThat(Rcode.string(read.getRcode())).isEqualTo(message.expected());
        assertThat(read.getHeader().getID()).isEqualTo(MalformedMessage.ID);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void answersOverUdp(MalformedMessage message) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(address());
            socket.setSoTimeout(LIMIT_MILLIS);
            send(socket, message.octets());
            send(socket, GOOD);
            if (!message.expected().equals(MalformedMessage.SILENCE)) {
                assertExpected(message, receive(socket, MalformedMessage.ID));
            } else {
                // A wrong answer to the first one would be here before that to the third.
                assertThat(receive(socket)).startsWith(0, 1);
                send(socket, GOOD);
                assertThat(receive(socket)).startsWith(0, 1);
            }
        }
    }

    private static void send(DatagramSocket socket, byte[] octets) throws IOException {
        socket.send(new DatagramPacket(octets, octets.length));
    }

    /** The answer with this identifier, of two answers that may come in either order; the other one is to the good query. */
    private static byte[] receive(DatagramSocket socket, int id) throws IOException {
        byte[] first = receive(socket);
        byte[] second = receive(socket);
        boolean inOrder = new Message(first).getHeader().getID() == id;
        assertThat(inOrder ? second : first).startsWith(0, 1);
        return inOrder ? first : second;
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void answersOverTcp(MalformedMessage message) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            send(out, message.octets());
            if (message.expected().equals(MalformedMessage.SILENCE)) {
                assertThat(in.read()).as("end of the connection").isEqualTo(-1);
                return;
            }
            assertExpected(message, in.readNBytes(in.readUnsignedShort()));
            send(out, GOOD);
            assertThat(in.readNBytes(in.readUnsignedShort())).startsWith(0, 1);
        }
    }

    private static void send(DataOutputStream out, byte[] octets) throws IOException {
        out.writeShort(octets.length);
        out.write(octets);
    }
}
