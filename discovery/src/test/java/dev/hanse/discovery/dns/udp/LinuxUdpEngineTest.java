// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.listen.Family;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

/** Protects the Linux engine. */
@EnabledOnOs(OS.LINUX)
class LinuxUdpEngineTest extends UdpEngineContract {

    @Override
    UdpEngine open(InetSocketAddress address, boolean shared, Answerer answerer) throws IOException {
        return LinuxUdpEngine.open(address, Family.of(address), shared, answerer);
    }

    @Test
    void isAvailableHere() {
        assertThat(LinuxUdpEngine.isAvailable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.1", "0.0.0.0, 127.4.5.6", "::, ::1", "::, 127.4.5.6"})
    void answersFromTheAddressThatWasAsked(String wildcard, String asked) throws IOException {
        try (UdpEngine engine = startedOn(wildcard);
                DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            byte[] query = Asker.query("clusterset.local", Type.SOA).toWire();
            // A connected socket takes answers only from where it asked.
            socket.connect(InetAddress.ofLiteral(asked), engine.address().getPort());
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            assertThat(answer.getAddress()).isEqualTo(InetAddress.ofLiteral(asked));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::"})
    void answersThatShareACallLeaveFromTheAddressesThatWereAsked(String wildcard) throws IOException {
        List<String> addresses = List.of("127.0.0.1", "127.4.5.6");
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral(wildcard), 0);
        try (UdpEngine engine = open(any, false, answerer());
                DatagramSocket socket = client(wildcard)) {
            for (int id = 0; id < 24; id++) {
                // Runs of three to an address.
                send(
                        socket,
                        query("clusterset.local", id),
                        addresses.get(id / 3 % 2),
                        engine.address().getPort());
            }
            engine.start();
            for (int i = 0; i < 24; i++) {
                DatagramPacket answer = receive(socket);
                int id = message(answer).getHeader().getID();
                assertThat(answer.getAddress()).isEqualTo(InetAddress.ofLiteral(addresses.get(id / 3 % 2)));
            }
        }
    }

    private UdpEngine startedOn(String address) throws IOException {
        UdpEngine engine = open(new InetSocketAddress(InetAddress.ofLiteral(address), 0), false, answerer());
        engine.start();
        return engine;
    }
}
