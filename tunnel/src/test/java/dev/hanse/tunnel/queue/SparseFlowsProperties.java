// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Protects those who wait from flows that overtake them: how much these may send, and that they do not overtake themselves. */
class SparseFlowsProperties {

    private static final int FLOW = 3;
    private static final int PACKETS = 5000;

    private final SparseFlows flows = new SparseFlows(8);

    @Property(tries = 200)
    void noFlowSendsMoreAheadThanItsBucketGives(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400_000) int pace) {
        Random random = new Random(seed);
        long start = random.nextLong();
        long now = start;
        long ahead = 0;
        for (int i = 0; i < PACKETS; i++) {
            int length = 1 + random.nextInt(3000);
            if (flows.sends(FLOW, length, now)) {
                ahead += length;
                assertThat(length).isLessThanOrEqualTo(QueueSettings.SMALL_OCTETS);
            }
            assertThat(ahead)
                    .isLessThanOrEqualTo(
                            SparseFlows.BURST_OCTETS + (now - start) * SparseFlows.RATE_OCTETS / 1_000_000_000L);
            now += random.nextInt(pace);
        }
    }

    @Property(tries = 200)
    void aBusyFlowHasPausedBeforeItGoesAheadAgain(@ForAll long seed) {
        Random random = new Random(seed);
        long now = random.nextLong();
        boolean busy = false;
        for (int i = 0; i < PACKETS; i++) {
            long pause =
                    random.nextInt(20) == 0 ? SparseFlows.PAUSE_NANOS - 1 + random.nextInt(3) : random.nextInt(100_000);
            now += pause;
            boolean sparse = flows.sends(FLOW, 1 + random.nextInt(2500), now);
            assertThat(busy && sparse && pause < SparseFlows.PAUSE_NANOS).isFalse();
            busy = !sparse;
        }
    }

    /** A ping, a shell, name look-ups, acknowledgements of a stream of some Gbit/s. */
    @Example
    void aFlowWithinItsBucketAlwaysGoesAhead() {
        long now = 0;
        for (int i = 0; i < PACKETS; i++) {
            assertThat(flows.sends(FLOW, 66, now)).isTrue();
            now += TimeUnit.MICROSECONDS.toNanos(20);
        }
    }

    @Example
    void flowsAreApart() {
        assertThat(flows.sends(FLOW, 60_000, 0)).isFalse();
        assertThat(flows.sends(FLOW + 1, 100, 0)).isTrue();
        assertThat(flows.sends(FLOW, 100, SparseFlows.PAUSE_NANOS - 1)).isFalse();
        assertThat(flows.sends(FLOW, 100, 2 * SparseFlows.PAUSE_NANOS - 1)).isTrue();
    }
}
