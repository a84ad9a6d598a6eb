// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static dev.hanse.tunnel.crypto.CipherSuite.AES_256_GCM;
import static dev.hanse.tunnel.crypto.CipherSuite.CHACHA20_POLY1305;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.wire.FrameKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects WireGuard's timers, seen from outside: who sends what after which silence, and when keys end. */
class SessionTimersTest {

    private static final byte[] HELLO = "hello".getBytes(US_ASCII);

    private final TestNetwork network =
            new TestNetwork(1, Long.MAX_VALUE - Duration.ofSeconds(200).toNanos());
    private final TestEndpoint east = new TestEndpoint("east", 1, TestEndpoint.settings(AES_256_GCM), network, 1);
    private TestEndpoint west = new TestEndpoint("west", 2, TestEndpoint.settings(AES_256_GCM), network, 2);

    @BeforeEach
    void connect() {
        east.apply(west.asPeer(true, null, AES_256_GCM));
        west.apply(east.asPeer(true, null, AES_256_GCM));
        east.sendPacket(west, HELLO);
        network.settle();
        network.recordSent();
    }

    @Test
    void answersReceivedDataWithOneKeepalive() {
        network.run(Duration.ofSeconds(9));
        assertThat(network.sent).isEmpty();
        network.run(Duration.ofSeconds(2));
        assertThat(network.sent).hasSize(1);
        assertThat(network.sent.getFirst()).hasSize(32);
        network.run(Duration.ofSeconds(60));
        assertThat(network.sent).as("a keepalive is not answered").hasSize(1);
    }

    @Test
    void callsAgainIfThePeerDoesNotAnswer() {
        cutOff();
        east.sendPacket(west, HELLO);
        network.run(Duration.ofSeconds(14));
        assertThat(initiations()).isZero();
        network.run(Duration.ofSeconds(2));
        assertThat(initiations()).isEqualTo(1);
    }

    @Test
    void retriesEveryFiveSecondsWithJitterAndGivesUp() {
        cutOff();
        east.sendPacket(west, HELLO);
        network.run(Duration.ofSeconds(15 + 89));
        assertThat(initiations()).isBetween(16L, 18L);
        assertThat(east.control.statuses(network.nanos()).getFirst().handshaking())
                .isTrue();
        network.run(Duration.ofSeconds(3));
        assertThat(east.actions).contains(new SessionAction.Abandoned(0, west.id));
        long sent = initiations();
        network.run(Duration.ofSeconds(80));
        assertThat(initiations()).isEqualTo(sent);
        east.sendPacket(west, HELLO);
        assertThat(initiations())
                .as("the next packet calls again, the keypair being dead")
                .isEqualTo(sent + 1);
    }

    @Test
    void theInitiatorRenewsTheKeypairWhileItIsUsed() {
        Keypair first = east.sending(west);
        trickle(Duration.ofSeconds(119));
        assertThat(east.sending(west)).isSameAs(first);
        trickle(Duration.ofSeconds(5));
        assertThat(east.sending(west)).isNotSameAs(first);
        assertThat(west.sending(east).role()).isEqualTo(Role.RESPONDER);
        assertThat(initiations()).isEqualTo(1);
        assertThat(east.snapshot().worker(0).keypair(first.localIndex()))
                .as("late frames still open")
                .isSameAs(first);
    }

    @Test
    void theInitiatorRenewsTheKeypairEvenIfItOnlyReceives() {
        Keypair first = east.sending(west);
        for (int second = 0; second < 170; second++) {
            west.sendPacket(east, HELLO);
            network.run(Duration.ofSeconds(1));
        }
        assertThat(east.sending(west)).isNotSameAs(first);
        assertThat(initiations()).isEqualTo(1);
        assertThat(east.received).hasSize(170);
    }

    @Test
    void anUnusedSessionEndsAndItsKeysAreErased() {
        Keypair atEast = east.sending(west);
        Keypair atWest = west.sending(east);
        network.run(Duration.ofSeconds(179));
        assertThat(east.erased).isEmpty();
        network.run(Duration.ofSeconds(2));
        assertThat(east.erased).contains(atEast);
        assertThat(west.erased).contains(atWest);
        assertThat(east.hasSession(west)).isFalse();
        network.run(Duration.ofSeconds(3600));
        assertThat(initiations()).as("nobody calls without need").isZero();
        west.sendPacket(east, HELLO);
        network.settle();
        assertThat(east.received).hasSize(1);
    }

    @Test
    void losesNothingAcrossRekeys() {
        for (int second = 0; second < 1000; second++) {
            east.sendPacket(west, HELLO);
            west.sendPacket(east, HELLO);
            network.run(Duration.ofSeconds(1));
        }
        assertThat(west.received).hasSize(1001);
        assertThat(east.received).hasSize(1000);
        assertThat(initiations()).isBetween(8L, 9L);
    }

    @Test
    void bothEndsSettleOnOneKeypairIfTheyCallAtOnce() {
        network.run(Duration.ofSeconds(200));
        network.sent.clear();
        east.sendPacket(west, HELLO);
        west.sendPacket(east, HELLO);
        network.settle();
        trickle(Duration.ofSeconds(3));
        assertThat(initiations()).isEqualTo(2);
        assertThat(east.sending(west).localIndex()).isEqualTo(west.sending(east).remoteIndex());
        assertThat(east.sending(west).role()).isNotEqualTo(west.sending(east).role());
        trickle(Duration.ofSeconds(115));
        assertThat(initiations()).isEqualTo(2);
        trickle(Duration.ofSeconds(10));
        assertThat(initiations()).as("one end renews").isEqualTo(3);
        assertThat(west.received).hasSize(2 + 128);
    }

    @Test
    void comesBackAfterThePeerRestarted() {
        TestEndpoint restarted = new TestEndpoint("west", 2, TestEndpoint.settings(AES_256_GCM), network, 2);
        network.replace(west, restarted);
        west = restarted;
        west.apply(east.asPeer(true, null, AES_256_GCM));
        trickle(Duration.ofSeconds(2));
        assertThat(west.received)
                .as("the restarted end calls with its first packet")
                .isNotEmpty();
        assertThat(east.received).hasSize(2);
    }

    @Test
    void noticesThatThePeerRestartedAndIsSilent() {
        TestEndpoint restarted = new TestEndpoint("west", 2, TestEndpoint.settings(AES_256_GCM), network, 2);
        network.replace(west, restarted);
        west = restarted;
        west.apply(east.asPeer(true, null, AES_256_GCM));
        for (int second = 0; second < 20; second++) {
            east.sendPacket(west, HELLO);
            network.run(Duration.ofSeconds(1));
        }
        assertThat(west.received).hasSizeBetween(3, 5);
        assertThat(initiations()).isEqualTo(1);
    }

    @Test
    void keepsAPathOpenWhereThatIsAskedFor() {
        SessionSettings settings =
                new SessionSettings(List.of(CHACHA20_POLY1305), 1, Optional.of(Duration.ofSeconds(25)));
        TestEndpoint behindNat = new TestEndpoint("nat", 3, settings, network, 3);
        TestEndpoint hub = new TestEndpoint("hub", 4, TestEndpoint.settings(CHACHA20_POLY1305), network, 4);
        hub.apply(behindNat.asPeer(false, null, CHACHA20_POLY1305));
        behindNat.apply(hub.asPeer(true, null, CHACHA20_POLY1305));
        network.run(Duration.ofSeconds(1));
        assertThat(hub.hasSession(behindNat)).as("the first keepalive calls").isTrue();
        network.run(Duration.ofSeconds(15));
        network.sent.clear();
        network.run(Duration.ofSeconds(100));
        assertThat(network.sent).hasSize(4).allMatch(frame -> frame.length == 32);
        network.run(Duration.ofSeconds(600));
        assertThat(hub.hasSession(behindNat)).as("also across rekeys").isTrue();
    }

    private void trickle(Duration duration) {
        for (int second = 0; second < duration.toSeconds(); second++) {
            east.sendPacket(west, HELLO);
            west.sendPacket(east, HELLO);
            network.run(Duration.ofSeconds(1));
        }
    }

    /** East's frames go nowhere from now on. */
    private void cutOff() {
        network.faults(new TestNetwork.Faults(100, 0, Duration.ZERO));
    }

    private long initiations() {
        return network.sent.stream()
                .filter(frame -> FrameKind.of(frame, 0, frame.length) == FrameKind.INITIATION)
                .count();
    }
}
