// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects the sums over peers and workers: each count is added to its own kind. */
class TrafficTest {

    @Test
    void countsAddUp() {
        Traffic one = new Traffic(
                1, 20, 300, 4000, DirectionCounts.NONE, DirectionCounts.NONE, Map.of(DropReason.NO_ROUTE, 1L));
        Traffic other = new Traffic(
                2,
                50,
                600,
                8000,
                DirectionCounts.NONE,
                DirectionCounts.NONE,
                Map.of(DropReason.NO_ROUTE, 2L, DropReason.REPLAYED, 7L));
        assertThat(one.plus(other))
                .isEqualTo(new Traffic(
                        3,
                        70,
                        900,
                        12_000,
                        DirectionCounts.NONE,
                        DirectionCounts.NONE,
                        Map.of(DropReason.NO_ROUTE, 3L, DropReason.REPLAYED, 7L)));
        assertThat(one.plus(Traffic.NONE)).isEqualTo(one);
        assertThat(Traffic.NONE.plus(one)).isEqualTo(one);
    }
}
