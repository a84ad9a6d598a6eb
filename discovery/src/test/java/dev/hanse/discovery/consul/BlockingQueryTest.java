// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects Consul from busy loops and the source from waiting for an index that never comes. */
class BlockingQueryTest {

    private final BlockingQuery query = new BlockingQuery();

    @Test
    void asksWithoutAnIndexFirstAndWithTheLastOneThen() {
        assertThat(query.index()).isZero();
        query.onAnswer(7);
        assertThat(query.index()).isEqualTo(7);
    }

    @Test
    void startsOverWhenTheIndexGoesBackwards() {
        query.onAnswer(7);
        query.onAnswer(3);
        assertThat(query.index()).isZero();
        query.onAnswer(3);
        assertThat(query.index()).isEqualTo(3);
    }

    @Test
    void anIndexBelowOneStillBlocks() {
        query.onAnswer(0);
        assertThat(query.index()).isEqualTo(1);
    }

    @Test
    void backoffGrowsToItsBoundAndStartsOver() {
        Backoff backoff = ConsulTimings.STANDARD.backoff(new Random(1));

        assertThat(backoff.next()).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        IntStream.range(0, 100)
                .forEach(_ -> assertThat(backoff.next()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(10)));
        assertThat(IntStream.range(0, 100)
                        .mapToObj(_ -> backoff.next())
                        .distinct()
                        .count())
                .isGreaterThan(50);
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void backoffKeepsItsSequence() {
        Backoff backoff = ConsulTimings.STANDARD.backoff(new Random(1));

        assertThat(IntStream.range(0, 8).mapToObj(_ -> backoff.next().toMillis()))
                .containsExactly(275L, 672L, 353L, 1586L, 4195L, 1717L, 4146L, 2743L);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(269));
    }
}
