// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.net.FakeDatagramPort;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.HandmadeSessions;
import dev.hanse.tunnel.session.PeerSession;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects what goes out in one system call: only what the system takes together, and in the order in which it came. */
class SendRunTest {

    private final FakeWan wan = new FakeWan();
    private final FakeDatagramPort port = wan.bind(new InetSocketAddress("192.0.2.1", 51820));
    private final InetSocketAddress remote = new InetSocketAddress("192.0.2.2", 51820);
    private final PeerPath west = peer("west");
    private final PeerPath south = peer("south");
    private final SendRun run = new SendRun(port);
    private int written;

    @Test
    void framesOfOneLengthGoTogether() {
        frames(west, 100, 100, 100);
        assertThat(port.sends()).isZero();
        run.flush();
        assertThat(port.sends()).isOne();
        assertThat(sent()).containsExactly(100, 100, 100);
        assertThat(contents()).containsExactly(1, 2, 3);
        run.flush();
        assertThat(port.sends()).as("what has gone does not go again").isOne();
    }

    @Test
    void aShorterOneEndsTheRunAndGoesWithIt() {
        frames(west, 100, 100, 60);
        assertThat(port.sends()).isZero();
        frames(west, 60);
        assertThat(port.sends()).isOne();
        assertThat(sent()).containsExactly(100, 100, 60);
        run.flush();
        assertThat(sent()).containsExactly(100, 100, 60, 60);
    }

    @Test
    void aLongerOneBeginsAnother() {
        frames(west, 100, 101);
        assertThat(sent()).containsExactly(100);
        run.flush();
        assertThat(sent()).containsExactly(100, 101);
    }

    @Test
    void aFrameToAnotherPeerBeginsAnother() {
        frames(west, 100, 100);
        frames(south, 100);
        assertThat(sent()).containsExactly(100, 100);
        run.flush();
        assertThat(west.out().read().datagrams()).isEqualTo(2);
        assertThat(south.out().read().datagrams()).isOne();
    }

    @Test
    void aFrameToAnotherAddressBeginsAnother() {
        frames(west, 100);
        run.place(west, new InetSocketAddress("192.0.2.3", 51820), 100);
        assertThat(sent()).containsExactly(100);
    }

    @Test
    void framesThatMayOvertakeDoNotGoWithOthers() {
        run.begin(false);
        frames(west, 100, 100);
        run.begin(false);
        assertThat(port.sends()).isZero();
        run.begin(true);
        assertThat(sent()).containsExactly(100, 100);
        frames(west, 100);
        run.begin(true);
        assertThat(port.sends()).isOne();
        run.begin(false);
        assertThat(sent()).containsExactly(100, 100, 100);
    }

    @Test
    void noMoreGoTogetherThanThePortTakes() {
        int[] lengths = IntStream.generate(() -> 50).limit(port.maxDatagrams()).toArray();
        frames(west, lengths);
        assertThat(port.sends()).isZero();
        frames(west, 50);
        assertThat(sent()).hasSize(port.maxDatagrams());
    }

    @Test
    void noMoreOctetsGoTogetherThanThePortTakes() {
        int rest = DatagramPort.MAX_SEND_OCTETS - 49 * 1317;
        frames(west, IntStream.generate(() -> 1317).limit(49).toArray());
        run.place(west, remote, rest);
        assertThat(port.sends()).as("exactly as many").isZero();
        run.place(west, remote, rest + 1);
        assertThat(port.sends()).as("one more").isOne();
    }

    @Test
    void piecesGoWithWhatHasTheirLength() {
        pieces(1000, 4, 4000);
        pieces(1000, 3, 2500);
        assertThat(port.sends()).isZero();
        pieces(1000, 2, 2000);
        assertThat(sent())
                .as("a shorter last piece ends the run")
                .containsExactly(1000, 1000, 1000, 1000, 1000, 1000, 500);
        frames(west, 900);
        assertThat(port.sends())
                .as("a single frame that is shorter may end it too")
                .isOne();
        pieces(900, 2, 1800);
        assertThat(sent()).hasSize(10).endsWith(1000, 1000, 900);
    }

    @Test
    void piecesThatAreShorterThanWhatIsThereBeginAnother() {
        frames(west, 1000);
        pieces(900, 2, 1800);
        assertThat(sent()).containsExactly(1000);
    }

    @Test
    void piecesCountAsDatagrams() {
        for (int i = 0; i < port.maxDatagrams() / 16; i++) {
            pieces(100, 16, 1600);
        }
        assertThat(port.sends()).isZero();
        frames(west, 100);
        assertThat(sent()).hasSize(port.maxDatagrams());
        run.flush();
        assertThat(west.out().read().datagrams()).isEqualTo(port.maxDatagrams() + 1);
        assertThat(west.out().read().calls()).isEqualTo(2);
    }

    @Test
    void whatTheSystemDoesNotTakeIsCountedByDatagrams() {
        port.answer(DatagramPort.Sent.FULL);
        frames(west, 100, 100, 100);
        run.flush();
        port.answer(DatagramPort.Sent.REFUSED);
        frames(west, 100, 50);
        run.flush();
        assertThat(west.drops().toMap()).isEqualTo(Map.of(DropReason.SEND_FULL, 3L, DropReason.SEND_FAILED, 2L));
    }

    @Test
    void controlIsNoBurstOfPackets() {
        frames(west, 100);
        run.flushControl();
        assertThat(sent()).containsExactly(100);
        assertThat(west.out().read()).isEqualTo(DirectionCounts.NONE);
        run.flush();
        assertThat(west.out().read()).as("nor is nothing").isEqualTo(DirectionCounts.NONE);
    }

    @Test
    void whatIsForgottenIsNotSent() {
        frames(west, 100, 60);
        run.reset();
        frames(west, 80, 80);
        run.flush();
        assertThat(sent()).containsExactly(80, 80);
        assertThat(contents()).containsExactly(3, 4);
    }

    private void frames(PeerPath peer, int... lengths) {
        for (int length : lengths) {
            int place = run.place(peer, remote, length);
            Arrays.fill(run.buffer(), place, place + length, (byte) ++written);
            run.commit(length);
        }
    }

    private void pieces(int each, int count, int total) {
        int place = run.place(west, remote, each, count, total);
        Arrays.fill(run.buffer(), place, place + total, (byte) ++written);
        run.commit(each, count, total);
    }

    private List<Integer> sent() {
        return wan.seen().stream().map(datagram -> datagram.length).toList();
    }

    /** Of each datagram what stands in all of it. */
    private List<Integer> contents() {
        assertThat(wan.seen()).allSatisfy(datagram -> assertThat(datagram).containsOnly(datagram[0]));
        return wan.seen().stream().map(datagram -> (int) datagram[0]).toList();
    }

    private static PeerPath peer(String cluster) {
        return new PeerPath(new PeerSession(new PeerId(cluster, "gw"), null, HandmadeSessions.activity()));
    }
}
