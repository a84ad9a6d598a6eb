// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects the host from a member whose path seems to become wide and narrow all the time, and packets from routes that take too much. */
class RouteSizesTest {

    private static final IpPrefix WEST = IpPrefix.parse("10.2.0.0/16");
    private static final IpPrefix NORTH = IpPrefix.parse("10.3.0.0/16");

    private final RouteSizes sizes = new RouteSizes();
    private long now = -Duration.ofHours(1).toNanos();

    private Map<IpPrefix, Integer> of(int west) {
        return sizes.of(Map.of(WEST, west), now);
    }

    @Test
    void aRouteFallsAtOnceAndRisesEveryTenSecondsAtMost() {
        assertThat(of(1424)).containsExactly(Map.entry(WEST, 1424));
        assertThat(of(1240)).containsExactly(Map.entry(WEST, 1240));
        assertThat(of(1424)).as("the first rise").containsExactly(Map.entry(WEST, 1424));
        assertThat(of(1300)).containsExactly(Map.entry(WEST, 1300));
        now += RouteSizes.BETWEEN_RISES.toNanos() - 1;
        assertThat(of(1424)).as("it waits").containsExactly(Map.entry(WEST, 1300));
        assertThat(of(1200)).as("less does not").containsExactly(Map.entry(WEST, 1200));
        now++;
        assertThat(of(1424)).containsExactly(Map.entry(WEST, 1424));
    }

    @Test
    void oneThatWaitsHasNoOtherWait() {
        of(1240);
        of(1300);
        sizes.of(Map.of(WEST, 1300, NORTH, 1240), now);
        assertThat(sizes.of(Map.of(WEST, 1424, NORTH, 1424), now))
                .containsOnly(Map.entry(WEST, 1300), Map.entry(NORTH, 1424));
    }

    @Test
    void whatIsGoneIsForgotten() {
        of(1240);
        of(1300);
        sizes.of(Map.of(), now);
        of(1240);
        assertThat(of(1300)).containsExactly(Map.entry(WEST, 1300));
    }
}
