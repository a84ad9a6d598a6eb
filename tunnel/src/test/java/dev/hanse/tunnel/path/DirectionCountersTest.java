// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the sums that metrics are made of: every burst in its bucket, every sample in its mean. */
class DirectionCountersTest {

    private final DirectionCounters counters = new DirectionCounters();

    @ParameterizedTest
    @CsvSource({"1,0", "2,1", "3,2", "4,2", "5,3", "8,3", "9,4", "16,4", "17,5", "32,5", "33,6", "64,6", "65507,6"})
    void burstGoesToTheBucketOfItsLength(int datagrams, int bucket) {
        counters.burst(datagrams);
        DirectionCounts counts = counters.read();
        assertThat(counts.bursts().get(bucket)).isOne();
        assertThat(counts.calls()).isOne();
        assertThat(counts.datagrams()).isEqualTo(datagrams);
    }

    @Test
    void everyThousandTwentyFourthFrameIsTimed() {
        int timed = 0;
        for (int i = 0; i < 3 * DirectionCounters.SAMPLE_EVERY; i++) {
            if (counters.sampling()) {
                timed++;
                counters.sampled(700, 1000);
            }
        }
        assertThat(timed).isEqualTo(3);
        assertThat(counters.read().samples()).isEqualTo(3);
        assertThat(counters.read().sampledNanos()).isEqualTo(2100);
        assertThat(counters.read().sampledOctets()).isEqualTo(3000);
    }

    @Test
    void countsAddUp() {
        counters.burst(1);
        counters.burst(40);
        counters.sampled(5, 40);
        DirectionCounts twice = counters.read().plus(counters.read());
        assertThat(twice).isEqualTo(new DirectionCounts(List.of(2L, 0L, 0L, 0L, 0L, 0L, 2L), 82, 2, 10, 80));
        assertThat(twice.plus(DirectionCounts.NONE)).isEqualTo(twice);
    }

    @Test
    void refusesAnotherNumberOfBuckets() {
        assertThatThrownBy(() -> new DirectionCounts(List.of(1L), 1, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 buckets (expected: 7)");
    }
}
