// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects clients from dead clusters: down after four silent intervals, up after two answers, nothing in between. */
class PathMonitorTest {

    private static final PeerId PEER = new PeerId("west", "gw");
    private static final long INTERVAL = PathMonitor.INTERVAL.toNanos();

    private final List<PathState> changes = new ArrayList<>();
    private Instant wallClock = Instant.EPOCH;
    private final PathMonitor monitor = new PathMonitor(1, () -> wallClock, changes::add);
    private long now;
    private boolean session;

    @Test
    void isUpAfterTwoAnswersAndDownAfterFourMisses() {
        monitor.apply(List.of(peer(true)));
        answered();
        assertThat(changes).isEmpty();
        answered();
        assertThat(changes).extracting(PathState::up).containsExactly(true);

        silent();
        silent();
        silent();
        answered();
        silent();
        silent();
        silent();
        silent();
        assertThat(changes).hasSize(1);
        silent();
        assertThat(changes).extracting(PathState::up).containsExactly(true, false);
    }

    @Test
    void sendersAreToldOfAPathThatStaysDownAndNotOfAStart() {
        monitor.apply(List.of(peer(true)));
        silent();
        silent();
        silent();
        assertThat(monitor.lost()).isEmpty();
        long flips = monitor.flips();
        silent();
        assertThat(monitor.lost()).containsExactly(PEER);
        assertThat(monitor.flips()).isGreaterThan(flips);
        answered();
        answered();
        assertThat(monitor.lost()).as("at once").isEmpty();
    }

    @Test
    void whoAnswersNoProbesIsNeverLost() {
        monitor.apply(List.of(peer(false)));
        for (int i = 0; i < 20; i++) {
            silent();
        }
        assertThat(monitor.down()).containsExactly(PEER);
        assertThat(monitor.lost()).isEmpty();
    }

    /** A peer that dies right after an answer, with the round trip that it had. */
    private Duration avoidedAfter(Duration roundTrip) {
        monitor.apply(List.of(peer(true)));
        for (int i = 0; i < 8; i++) {
            long number = interval().getFirst().number();
            monitor.onAnswer(0, PEER, number, now + roundTrip.toNanos());
        }
        assertThat(monitor.avoided()).isEmpty();
        long died = now + roundTrip.toNanos();
        long at = now;
        while (monitor.avoided().isEmpty()) {
            at += PathMonitor.HASTE.toNanos();
            monitor.onHaste(at);
            if (at - now >= INTERVAL) {
                interval();
            }
        }
        return Duration.ofNanos(at - died);
    }

    @Test
    void flowsAvoidAPathSoonerThanItIsDown() {
        assertThat(avoidedAfter(Duration.ofMillis(1))).isLessThanOrEqualTo(Duration.ofMillis(500));
        assertThat(changes).extracting(PathState::up).containsExactly(true);
    }

    @Test
    void flowsComeBackByAndByToAPathThatWasDown() {
        monitor.apply(List.of(peer(true)));
        answered();
        answered();
        monitor.onHaste(now);
        assertThat(monitor.shares()).as("all that come at the beginning").isEmpty();
        for (int i = 0; i < 40; i++) {
            answered();
        }
        for (int i = 0; i < 5; i++) {
            silent();
        }
        long flips = monitor.flips();
        answered();
        answered();
        monitor.onHaste(now);
        assertThat(monitor.shares()).isEqualTo(Map.of(PEER, 1));
        assertThat(monitor.flips()).isGreaterThan(flips);
        for (int i = 0; i < 7; i++) {
            answered();
        }
        assertThat(monitor.shares()).isEqualTo(Map.of(PEER, 1));
        flips = monitor.flips();
        answered();
        assertThat(monitor.shares()).isEqualTo(Map.of(PEER, 2));
        assertThat(monitor.flips()).isGreaterThan(flips);
        monitor.apply(List.of());
        monitor.onHaste(now);
        assertThat(monitor.shares()).isEmpty();
    }

    @Test
    void aLongWayIsGivenMoreTime() {
        assertThat(avoidedAfter(Duration.ofMillis(100))).isBetween(Duration.ofMillis(600), Duration.ofMillis(800));
    }

    @Test
    void flowsComeBackAfterTwoAnswers() {
        avoidedAfter(Duration.ofMillis(1));
        long number = interval().getFirst().number();
        monitor.onAnswer(0, PEER, number, now + 1);
        assertThat(monitor.avoided()).containsExactly(PEER);
        number = interval().getFirst().number();
        monitor.onAnswer(0, PEER, number, now + 1);
        assertThat(monitor.avoided()).isEmpty();
        assertThat(changes).as("nothing that a client sees").hasSize(1);
    }

    @Test
    void fewLostProbesMoveNothing() {
        monitor.apply(List.of(peer(true)));
        answered();
        answered();
        for (int lost = 1; lost < 4; lost++) {
            long at = interval().getFirst().number();
            List<PathMonitor.Probe> more = List.of();
            for (int i = 0; i < lost; i++) {
                now += 70_000_000;
                more = monitor.onHaste(now);
                assertThat(more).hasSize(1);
            }
            assertThat(monitor.avoided()).as("after %s", at).isEmpty();
            monitor.onAnswer(0, PEER, more.getFirst().number(), now + 1);
            assertThat(monitor.onHaste(now + 200_000_000))
                    .as("what came before the answer counts no more")
                    .isEmpty();
        }
    }

    @Test
    void anEndpointThatWasFrozenAvoidsNobodyWhenItWakes() {
        monitor.apply(List.of(peer(true)));
        answered();
        answered();
        interval();
        now += Duration.ofSeconds(30).toNanos();
        List<PathMonitor.Probe> more = new ArrayList<>();
        for (int missed = 0; missed < 600; missed++) {
            more.addAll(monitor.onHaste(now));
        }
        assertThat(more).hasSize(1);
        monitor.onHaste(now + PathMonitor.HASTE.toNanos() / 3);
        assertThat(monitor.avoided()).isEmpty();
        monitor.onAnswer(0, PEER, more.getFirst().number(), now + 20_000_000);
        monitor.onHaste(now + PathMonitor.HASTE.toNanos());
        assertThat(monitor.avoided()).isEmpty();
    }

    @Test
    void answersWhileOthersAreOverdueBringNothingBack() {
        avoidedAfter(Duration.ofMillis(1));
        long first = interval().getFirst().number();
        long second = interval().getFirst().number();
        interval();
        now += Duration.ofMillis(400).toNanos();
        monitor.onAnswer(0, PEER, first, now);
        monitor.onAnswer(0, PEER, second, now);
        assertThat(monitor.avoided()).as("the third is overdue").containsExactly(PEER);
    }

    @Test
    void whoStopsIsAvoidedThoughItAnswersUntilItSaysOtherwiseOrIsGone() {
        monitor.apply(List.of(peer(true)));
        answered();
        answered();
        monitor.onLeaving(PEER, true, now);
        monitor.onLeaving(new PeerId("no", "one"), true, now);
        assertThat(monitor.avoided()).containsExactly(PEER);
        monitor.onLeaving(PEER, false, now);
        assertThat(monitor.avoided()).isEmpty();
        monitor.onLeaving(PEER, true, now);
        monitor.apply(List.of());
        assertThat(monitor.avoided()).isEmpty();
    }

    @Test
    void aFarewellIsHeardWhenAllThatCanHearItHaveAnswered() {
        assertThat(monitor.isHeard()).as("nobody is there").isTrue();
        monitor.apply(List.of(peer(true)));
        long early = monitor.onFarewell(now).getFirst().number();
        assertThat(monitor.isHeard()).as("nobody can hear").isTrue();
        monitor.onAnswer(0, PEER, early, now);
        answered();
        long number = monitor.onFarewell(now).getFirst().number();
        assertThat(monitor.isHeard()).isFalse();
        monitor.onAnswer(0, PEER, number, now + 1);
        assertThat(monitor.isHeard()).isTrue();
    }

    @Test
    void laterChangeHasTheHigherNumberThoughTheWallClockStepsBack() {
        monitor.apply(List.of(peer(true)));
        answered();
        answered();
        wallClock = Instant.EPOCH.minusSeconds(3_600);
        for (int i = 0; i < 5; i++) {
            silent();
        }

        assertThat(changes).extracting(PathState::up).containsExactly(true, false);
        assertThat(changes.getLast().change()).isGreaterThan(changes.getFirst().change());
        assertThat(changes.getLast().since()).isBefore(changes.getFirst().since());
        long before = changes.getLast().change();
        monitor.apply(List.of());
        monitor.apply(List.of(peer(true)));
        assertThat(monitor.states().values())
                .allSatisfy(state -> assertThat(state.change()).isGreaterThan(before));
    }

    @Test
    void oneAnswerBetweenSilencesIsNotEnoughToBeUp() {
        monitor.apply(List.of(peer(true)));
        for (int i = 0; i < 20; i++) {
            answered();
            silent();
            silent();
        }
        assertThat(changes).isEmpty();
    }

    @Test
    void roundTripLongerThanTheIntervalDoesNoHarm() {
        monitor.apply(List.of(peer(true)));
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(interval().getFirst().number());
            if (i >= 3) {
                monitor.onAnswer(0, PEER, sent.get(i - 3), now + INTERVAL / 2);
            }
        }
        assertThat(changes).extracting(PathState::up).containsExactly(true);
        assertThat(monitor.states().values()).extracting(PathState::roundTrip).containsExactly(Duration.ofMillis(875));
    }

    @Test
    void answersNobodyAskedForAreIgnored() {
        monitor.apply(List.of(peer(true)));
        long number = interval().getFirst().number();
        monitor.onAnswer(0, PEER, number, now);
        monitor.onAnswer(0, PEER, number, now);
        monitor.onAnswer(0, PEER, number + 1, now);
        monitor.onAnswer(0, PEER, -1, now);
        monitor.onAnswer(0, new PeerId("nobody", "gw"), number, now);
        assertThat(changes).isEmpty();
    }

    @Test
    void everyWorkerMustGetThrough() {
        PathMonitor two = new PathMonitor(2, () -> wallClock, changes::add);
        two.apply(List.of(peer(true)));
        for (int i = 0; i < 8; i++) {
            List<PathMonitor.Probe> probes = two.onInterval(id -> true, now += INTERVAL);
            assertThat(probes).extracting(PathMonitor.Probe::worker).containsExactly(0, 1);
            two.onAnswer(0, PEER, probes.getFirst().number(), now);
        }
        assertThat(changes).isEmpty();
        assertThat(two.down()).containsExactly(PEER);
    }

    @Test
    void peerWithoutProbesIsUpWhileItHasASession() {
        monitor.apply(List.of(peer(false)));
        assertThat(interval()).isEmpty();
        session = true;
        wallClock = Instant.ofEpochSecond(5);
        interval();
        session = false;
        interval();
        assertThat(changes).extracting(PathState::up).containsExactly(true, false);
        assertThat(changes.getFirst().since()).isEqualTo(Instant.ofEpochSecond(5));
    }

    @Test
    void peerWithAnotherNumberOfWorkersIsDownUntilItHasTheSame() {
        monitor.apply(List.of(peer(true, 2)));
        for (int i = 0; i < 4; i++) {
            answered();
        }
        assertThat(changes).isEmpty();
        assertThat(monitor.down()).containsExactly(PEER);

        monitor.apply(List.of(peer(true, 1)));
        answered();
        assertThat(changes).extracting(PathState::up).containsExactly(true);

        monitor.apply(List.of(peer(true, 4)));
        interval();
        assertThat(changes).extracting(PathState::up).containsExactly(true, false);
    }

    @Test
    void forgetsPeersThatAreGone() {
        monitor.apply(List.of(peer(true)));
        monitor.apply(List.of());
        assertThat(monitor.states()).isEmpty();
        assertThat(interval()).isEmpty();
        assertThat(changes).isEmpty();
    }

    private List<PathMonitor.Probe> interval() {
        now += INTERVAL;
        return monitor.onInterval(id -> session, now);
    }

    private void answered() {
        monitor.onAnswer(0, PEER, interval().getFirst().number(), now + 1);
    }

    private void silent() {
        interval();
    }

    private static PeerConfig peer(boolean probes) {
        return new PeerConfig(
                PEER,
                TunnelPublicKey.of(new byte[32]),
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of(CipherSuite.CHACHA20_POLY1305),
                probes);
    }

    private static PeerConfig peer(boolean probes, int workers) {
        PeerConfig peer = peer(probes);
        return new PeerConfig(
                peer.id(),
                peer.publicKey(),
                peer.presharedKey(),
                peer.remoteAddresses(),
                peer.prefixes(),
                peer.ciphers(),
                probes,
                OptionalInt.of(workers));
    }
}
