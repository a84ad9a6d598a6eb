// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects the control plane and Consul from gateways that return in step or without pause. */
class BackoffTest {

    /** Always the largest value that may be drawn. */
    private static final RandomGenerator LARGEST = new Random() {
        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }

        @Override
        public long nextLong(long origin, long bound) {
            return origin;
        }
    };

    @Test
    void boundDoublesUntilTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2), LARGEST);

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(250));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(1000));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(2000));
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next()).isEqualTo(Duration.ofMillis(2000));
        }
    }

    @Test
    void resetMakesTheNextDelayShortAgain() {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), LARGEST);
        backoff.longest();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void longestIsAtLeastHalfOfTheBound() {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), LARGEST);

        assertThat(backoff.longest()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void delaysAreSpreadOverTheWholeRange() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), new Random(7));
        long below = 0;
        for (int i = 0; i < 1000; i++) {
            below += backoff.next().compareTo(Duration.ofMillis(500)) < 0 ? 1 : 0;
        }

        assertThat(below).isBetween(400L, 600L);
    }

    @Test
    void fullJitterKeepsItsSequence() {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), new Random(1));

        assertThat(IntStream.range(0, 8).mapToObj(_ -> backoff.next().toNanos()))
                .containsExactly(
                        193596655L,
                        311833818L,
                        6620707L,
                        757510482L,
                        2044568052L,
                        6557593256L,
                        2500088098L,
                        2775526916L);
        assertThat(backoff.longest()).isEqualTo(Duration.ofNanos(6676967721L));
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofNanos(188703150L));
    }

    @Test
    void delaysAreWholeUnitsFromTheShortestOn() {
        Backoff backoff = new Backoff(
                TimeUnit.MILLISECONDS,
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                new Random(7));

        assertThat(IntStream.range(0, 1000).mapToObj(_ -> backoff.next()))
                .allMatch(delay -> delay.equals(Duration.ofMillis(delay.toMillis())))
                .allMatch(delay -> delay.toMillis() >= 5 && delay.toMillis() <= 50)
                .contains(Duration.ofMillis(5), Duration.ofMillis(50));
    }
}
