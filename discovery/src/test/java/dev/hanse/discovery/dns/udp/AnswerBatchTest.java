// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.listen.Family;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Protects which answers share a message, and that each of them arrives whole where its query came from. */
@EnabledOnOs(OS.LINUX)
class AnswerBatchTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Arena arena = Arena.ofConfined();
    private final QueryBatch queries = new QueryBatch(arena, false);
    private LinuxUdpSocket server;
    private DatagramSocket one;
    private DatagramSocket other;
    private int asked;

    @BeforeEach
    void open() throws IOException {
        server = LinuxUdpSocket.open(new InetSocketAddress(LOOPBACK, 0), Family.IPV4, false);
        one = UdpEngineContract.client("127.0.0.1");
        other = UdpEngineContract.client("127.0.0.1");
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        server.close();
        arena.close();
    }

    @Test
    void answersOfOneSizeToOneSocketShareAMessageWithAShorterOne() throws IOException {
        AnswerBatch answers = answers(true, 100, 50, 100, 60, 100);
        assertThat(answers.messages()).isEqualTo(2);
        assertThat(sent(answers, 5)).containsExactly("100 of 0", "100 of 2", "100 of 4", "60 of 3", "50 of 1");
    }

    @Test
    void answersToTwoSocketsShareNothing() throws IOException {
        ask(one);
        ask(other);
        ask(one);
        receive();
        AnswerBatch answers = new AnswerBatch(arena, queries, true);
        add(answers, 40, 41, 42);
        assertThat(answers.messages()).isEqualTo(3);
        assertThat(sent(answers, 2)).containsExactly("40 of 0", "42 of 2");
        assertThat(received(other)).isEqualTo("41 of 1");
    }

    @Test
    void eachAnswerIsAMessageWhereTheSystemCutsNone() throws IOException {
        AnswerBatch answers = answers(false, 100, 50, 100);
        assertThat(answers.messages()).isEqualTo(3);
        assertThat(sent(answers, 3)).containsExactly("100 of 0", "50 of 1", "100 of 2");
    }

    @Test
    void eachAnswerIsAMessageWhereTheWayOutCutsNone() throws IOException {
        AnswerBatch answers = answers(true, 100, 70, 50, 30);
        assertThat(answers.messages()).isEqualTo(2);
        assertThat(answers.separate(1)).isTrue();
        assertThat(answers.messages()).isEqualTo(3);
        assertThat(answers.separate(1)).isFalse();
        assertThat(sent(answers, 4)).containsExactly("100 of 0", "70 of 1", "50 of 2", "30 of 3");
    }

    @Test
    void aMessageIsNoLongerThanADatagram() throws IOException {
        int[] sizes = new int[Sizes.BATCH];
        Arrays.fill(sizes, 1_232);
        AnswerBatch answers = answers(true, sizes);
        assertThat(answers.messages()).isEqualTo(2);
        assertThat(sent(answers, sizes.length)).hasSize(sizes.length).doesNotHaveDuplicates();
    }

    private AnswerBatch answers(boolean segmented, int... sizes) throws IOException {
        for (int ignored : sizes) {
            ask(one);
        }
        receive();
        AnswerBatch answers = new AnswerBatch(arena, queries, segmented);
        add(answers, sizes);
        return answers;
    }

    private void ask(DatagramSocket client) throws IOException {
        UdpEngineContract.send(
                client, new byte[1], "127.0.0.1", server.address().getPort());
        asked++;
    }

    private void receive() {
        assertThat(server.receive(queries)).isTrue();
        assertThat(queries.count()).isEqualTo(asked);
    }

    private static void add(AnswerBatch answers, int... sizes) {
        for (int i = 0; i < sizes.length; i++) {
            answers.octets()[answers.position()] = (byte) i;
            answers.octets()[answers.position() + sizes[i] - 1] = (byte) i;
            answers.add(sizes[i], i);
        }
        answers.complete();
    }

    private List<String> sent(AnswerBatch answers, int count) throws IOException {
        server.send(answers);
        List<String> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            received.add(received(one));
        }
        return received;
    }

    private static String received(DatagramSocket client) throws IOException {
        DatagramPacket packet = UdpEngineContract.receive(client);
        assertThat(packet.getData()[packet.getLength() - 1]).isEqualTo(packet.getData()[0]);
        return packet.getLength() + " of " + packet.getData()[0];
    }
}
