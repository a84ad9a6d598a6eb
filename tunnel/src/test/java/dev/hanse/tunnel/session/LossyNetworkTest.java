// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static dev.hanse.tunnel.crypto.CipherSuite.AES_256_GCM;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Protects sessions on a bad network: loss, duplication and reordering cost packets, never a session, and deliver
 * nothing twice.
 */
class LossyNetworkTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void carriesPacketsThroughLossDuplicationAndReordering(long seed) {
        TestNetwork network = new TestNetwork(seed, seed * 1_000_000_007L);
        TestEndpoint east = new TestEndpoint("east", 1, TestEndpoint.settings(AES_256_GCM), network, seed + 100);
        TestEndpoint west = new TestEndpoint("west", 2, TestEndpoint.settings(AES_256_GCM), network, seed + 200);
        east.apply(west.asPeer(true, null, AES_256_GCM));
        west.apply(east.asPeer(true, null, AES_256_GCM));
        network.faults(new TestNetwork.Faults(20, 20, Duration.ofMillis(400)));
        int longestGap = 0;
        int gap = 0;
        for (int number = 0; number < 3000; number++) {
            int before = west.received.size();
            east.sendPacket(west, packet("east", number));
            west.sendPacket(east, packet("west", number));
            network.run(Duration.ofMillis(200));
            gap = west.received.size() > before ? 0 : gap + 1;
            longestGap = Math.max(longestGap, gap);
        }
        assertThat(distinct(east)).as("nothing arrives twice").isEqualTo(east.received.size());
        assertThat(distinct(west)).isEqualTo(west.received.size());
        assertThat(east.received.size()).isGreaterThan(3000 * 6 / 10);
        assertThat(west.received.size()).isGreaterThan(3000 * 6 / 10);
        assertThat(longestGap * 200).as("no stall longer than some retries, ms").isLessThan(20_000);
        network.faults(TestNetwork.Faults.NONE);
        network.run(Duration.ofSeconds(30));
        east.sendPacket(west, packet("last", 0));
        network.settle();
        assertThat(west.received.getLast()).isEqualTo(packet("last", 0));
    }

    private static long distinct(TestEndpoint endpoint) {
        Set<String> seen = new HashSet<>();
        endpoint.received.forEach(packet -> seen.add(new String(packet, US_ASCII)));
        return seen.size();
    }

    private static byte[] packet(String from, int number) {
        return (from + " " + number).getBytes(US_ASCII);
    }
}
