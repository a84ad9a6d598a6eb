// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Protects what lasts for a time from a wall clock that is set. */
class SteadyTimeTest {

    private Instant wall = Instant.parse("2026-11-23T12:00:00Z");
    private long nanos = -5;

    @Test
    void goesOnAtThePaceOfTheMonotonicClockAlone() {
        Instant begin = wall;
        SteadyTime steady = new SteadyTime(() -> wall, () -> nanos);
        assertThat(steady.instant()).isEqualTo(begin);

        wall = wall.minus(Duration.ofHours(3));
        nanos += Duration.ofSeconds(7).toNanos();

        assertThat(steady.instant()).isEqualTo(begin.plusSeconds(7));
    }
}
