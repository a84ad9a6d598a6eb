// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static dev.hanse.tunnel.crypto.CipherSuite.AES_256_GCM;
import static dev.hanse.tunnel.crypto.CipherSuite.CHACHA20_POLY1305;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.peer.PeerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Protects the limits of keys over a long time: through a day of busy, quiet and silent hours on a network that loses
 * frames, no key outlives its limits, whichever end made it, and no counter repeats (checked with every frame in
 * {@link KeyLedger}).
 */
class VirtualDayTest {

    private static final Duration DAY = Duration.ofHours(24);
    private static final byte[] PACKET = "packet".getBytes(US_ASCII);
    /** Coarser than in life, to be done sooner. */
    private static final long TICK_NANOS = Duration.ofMillis(500).toNanos();

    /** An attempt that nobody answers lasts 90 seconds, what it made at last 180. */
    private static final int MINUTES_TO_SILENCE = 6;

    private static final long LONGEST_LIFE = SessionLimits.REJECT_AFTER_TIME + 2 * TICK_NANOS;

    private final TestNetwork network = new TestNetwork(1, 0, TICK_NANOS);
    private final TestEndpoint east = endpoint("east", 1, AES_256_GCM, CHACHA20_POLY1305);
    private final TestEndpoint west = endpoint("west", 2, AES_256_GCM);
    private final TestEndpoint south = endpoint("south", 3, CHACHA20_POLY1305);
    private final List<TestEndpoint> all = List.of(east, west, south);
    private final Random random = new Random(4);
    private final Map<Keypair, Long> firstSeen = new HashMap<>();
    private final Set<Integer> indicesSeen = new HashSet<>();

    @Test
    void noKeyOutlivesItsLimitsAndNoCounterRepeats() {
        for (TestEndpoint endpoint : all) {
            endpoint.apply(peersOf(endpoint));
        }
        network.faults(new TestNetwork.Faults(2, 1, Duration.ofMillis(80)));
        while (network.nanos() < DAY.toNanos()) {
            trafficOfThisHour();
            network.run(Duration.ofSeconds(1 + random.nextInt(20)));
            all.forEach(this::check);
            checkSilence();
        }
        assertThat(firstSeen).as("sessions were renewed all day").hasSizeGreaterThan(1500);
        network.run(Duration.ofMinutes(4));
        assertThat(all).allSatisfy(endpoint -> {
            assertThat(endpoint.snapshot().worker(0).sessions()).allMatch(session -> session.sending() == null);
            assertThat(endpoint.erased).containsAll(endpoint.published).allMatch(VirtualDayTest::dead);
            assertThat(endpoint.erased).extracting(Keypair::role).contains(Role.INITIATOR, Role.RESPONDER);
            assertThat(endpoint.ledger.alive())
                    .as("keys, those never used included")
                    .isZero();
            assertThat(endpoint.ledger.made()).isGreaterThan(500);
            assertThat(endpoint.ledger.longestLife()).isLessThanOrEqualTo(LONGEST_LIFE);
        });
        assertThat(east.received).hasSizeGreaterThan(2000);
    }

    /** Three kinds of hours: all talk, one direction only, silence. */
    private void trafficOfThisHour() {
        long hour = Duration.ofNanos(network.nanos()).toHours();
        if (hour % 3 == 0) {
            all.forEach(from -> all.stream().filter(to -> to != from).forEach(to -> from.sendPacket(to, PACKET)));
        } else if (hour % 3 == 1) {
            west.sendPacket(east, PACKET);
        }
    }

    /** In an hour without packets the keys go, and no handshake makes new ones. */
    private void checkSilence() {
        Duration now = Duration.ofNanos(network.nanos());
        if (now.toHours() % 3 == 2 && now.toMinutesPart() >= MINUTES_TO_SILENCE) {
            assertThat(all)
                    .allSatisfy(endpoint -> assertThat(endpoint.ledger.alive()).isZero());
        }
    }

    private void check(TestEndpoint endpoint) {
        for (PeerSession session : endpoint.snapshot().worker(0).sessions()) {
            Keypair keypair = session.sending();
            if (keypair != null) {
                assertThat(network.nanos() - keypair.createdNanos()).isLessThanOrEqualTo(LONGEST_LIFE);
                if (firstSeen.putIfAbsent(keypair, network.nanos()) == null) {
                    assertThat(indicesSeen.add(keypair.localIndex())).isTrue();
                }
            }
        }
        endpoint.actions.clear();
    }

    private static boolean dead(Keypair keypair) {
        return keypair.seal(0, PACKET, 0, 1, new byte[64], 0, keypair.createdNanos()) == Keypair.EXPIRED;
    }

    private PeerConfig[] peersOf(TestEndpoint endpoint) {
        return all.stream()
                .filter(other -> other != endpoint)
                .map(other -> other.asPeer(
                        true,
                        null,
                        other == south ? new CipherSuite[] {CHACHA20_POLY1305} : new CipherSuite[] {AES_256_GCM}))
                .toArray(PeerConfig[]::new);
    }

    private TestEndpoint endpoint(String name, int host, CipherSuite... suites) {
        return new TestEndpoint(name, host, TestEndpoint.settings(suites), network, host);
    }
}
