// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.wire.WireName;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What every UDP engine promises. */
abstract class UdpEngineContract {

    private static final int TIMEOUT_MILLIS = 10_000;

    abstract UdpEngine open(InetSocketAddress address, boolean shared, Answerer answerer) throws IOException;

    private UdpEngine started(String address, int port, boolean shared) throws IOException {
        UdpEngine engine = open(new InetSocketAddress(InetAddress.ofLiteral(address), port), shared, answerer());
        engine.start();
        return engine;
    }

    static Answerer answerer() {
        return new Answerers(
                        WireName.of("clusterset.local"),
                        () -> null,
                        "",
                        Duration.ofSeconds(1),
                        0,
                        InstantSource.system(),
                        System::nanoTime,
                        new Random(1))
                .create();
    }

    static DatagramSocket client(String address) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    static void send(DatagramSocket socket, byte[] octets, String address, int port) throws IOException {
        socket.send(new DatagramPacket(octets, octets.length, InetAddress.ofLiteral(address), port));
    }

    static byte[] query(String name, int id) {
        Message query = Asker.query(name, Type.SOA);
        query.getHeader().setID(id);
        return query.toWire();
    }

    static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return packet;
    }

    static Message message(DatagramPacket packet) throws IOException {
        return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    private static void assertAnswers(DatagramSocket socket, String address, int port) throws IOException {
        Message query = Asker.query("clusterset.local", Type.SOA);
        send(socket, query.toWire(), address, port);
        DatagramPacket packet = receive(socket);
        assertThat(packet.getAddress()).isEqualTo(InetAddress.ofLiteral(address));
        assertThat(message(packet).getHeader().getID())
                .isEqualTo(query.getHeader().getID());
        assertThat(message(packet).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void answersOnIpv4() throws IOException {
        try (UdpEngine engine = started("127.0.0.1", 0, false);
                DatagramSocket socket = client("127.0.0.1")) {
            assertAnswers(socket, "127.0.0.1", engine.address().getPort());
        }
    }

    @Test
    void answersOnIpv6() throws IOException {
        try (UdpEngine engine = started("::1", 0, false);
                DatagramSocket socket = client("::1")) {
            assertAnswers(socket, "::1", engine.address().getPort());
        }
    }

    @Test
    void answersEveryQueryOfABurst() throws IOException {
        try (UdpEngine engine = started("127.0.0.1", 0, false);
                DatagramSocket socket = client("127.0.0.1")) {
            socket.setReceiveBufferSize(1 << 20);
            Set<Integer> asked = new HashSet<>();
            for (int id = 0; id < 100; id++) {
                asked.add(id);
                send(
                        socket,
                        query("clusterset.local", id),
                        "127.0.0.1",
                        engine.address().getPort());
            }
            for (int i = 0; i < 100; i++) {
                assertThat(asked.remove(message(receive(socket)).getHeader().getID()))
                        .isTrue();
            }
        }
    }

    @Test
    void answersQueriesThatWaitedEachToItsSocket() throws IOException {
        try (UdpEngine engine = open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), false, answerer());
                DatagramSocket one = client("127.0.0.1");
                DatagramSocket other = client("127.0.0.1")) {
            for (int id = 0; id < 60; id++) {
                // Runs of three to a socket; four sizes.
                send(
                        id / 3 % 2 == 0 ? one : other,
                        question(id),
                        "127.0.0.1",
                        engine.address().getPort());
            }
            engine.start();
            assertThat(questions(one, 30)).isEqualTo(asked(0));
            assertThat(questions(other, 30)).isEqualTo(asked(1));
        }
    }

    private static byte[] question(int id) {
        return query("x".repeat(1 + id % 4) + ".clusterset.local", id);
    }

    private static Set<String> asked(int socket) throws IOException {
        Set<String> asked = new HashSet<>();
        for (int id = 0; id < 60; id++) {
            if (id / 3 % 2 == socket) {
                asked.add(id + " " + new Message(question(id)).getQuestion().getName());
            }
        }
        return asked;
    }

    private static Set<String> questions(DatagramSocket socket, int count) throws IOException {
        Set<String> questions = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Message answer = message(receive(socket));
            questions.add(
                    answer.getHeader().getID() + " " + answer.getQuestion().getName());
        }
        return questions;
    }

    @Test
    void staysAliveAfterRubbish() throws IOException {
        try (UdpEngine engine = started("127.0.0.1", 0, false);
                DatagramSocket socket = client("127.0.0.1")) {
            int port = engine.address().getPort();
            send(socket, new byte[0], "127.0.0.1", port);
            send(socket, new byte[11], "127.0.0.1", port);
            byte[] long1 = new byte[9_000];
            long1[2] = (byte) 0x80;
            send(socket, long1, "127.0.0.1", port);
            assertAnswers(socket, "127.0.0.1", port);
        }
    }

    @Test
    void refusesAnAddressThatIsTaken() throws IOException {
        try (UdpEngine engine = started("127.0.0.1", 0, false)) {
            assertThatThrownBy(() -> started("127.0.0.1", engine.address().getPort(), false))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void refusesAnAddressOfAnotherHost() {
        assertThatThrownBy(() -> started("192.0.2.1", 0, false)).isInstanceOf(BindException.class);
    }

    @Test
    void sharesAnAddressAmongItsOwn() throws IOException {
        try (UdpEngine first = started("127.0.0.1", 0, true);
                UdpEngine second = started("127.0.0.1", first.address().getPort(), true);
                DatagramSocket socket = client("127.0.0.1")) {
            assertAnswers(socket, "127.0.0.1", second.address().getPort());
        }
    }

    @Test
    void releasesItsAddress() throws IOException {
        UdpEngine first = started("127.0.0.1", 0, false);
        int port = first.address().getPort();
        first.close();
        first.close();
        try (UdpEngine second = started("127.0.0.1", port, false);
                DatagramSocket socket = client("127.0.0.1")) {
            assertAnswers(socket, "127.0.0.1", second.address().getPort());
        }
    }

    @Test
    void closesWithoutHavingStarted() throws IOException {
        UdpEngine engine = open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), false, answerer());
        engine.close();
        assertThat(engine.address().getPort()).isPositive();
    }
}
