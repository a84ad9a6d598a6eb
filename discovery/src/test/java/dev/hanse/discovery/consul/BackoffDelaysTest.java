// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects how long a source waits before it asks Consul again: recorded delays, with chance from a seed. */
final class BackoffDelaysTest {

    @Test
    void waitsSoLongBetweenQueries() {
        Backoff backoff = ConsulTimings.STANDARD.backoff(new Random(7));
        assertThat(next(backoff, 10))
                .isEqualTo("PT0.306S PT0.469S PT1.565S PT2.697S PT0.776S PT7.806S PT6.47S PT5.72S PT6.976S PT4.587S");
        backoff.reset();
        assertThat(next(backoff, 3)).isEqualTo("PT0.334S PT0.999S PT0.545S");
    }

    @Test
    void staysWithinTheMostWhereItIsNoPowerOfTheLeast() {
        Backoff backoff = new ConsulTimings(
                        Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMillis(3), Duration.ofMillis(20))
                .backoff(new Random(11));
        assertThat(next(backoff, 10))
                .isEqualTo("PT0.003S PT0.006S PT0.004S PT0.006S PT0.004S PT0.019S PT0.002S PT0.003S PT0.004S PT0.003S");
    }

    private static String next(Backoff backoff, int count) {
        return Stream.generate(backoff::next)
                .limit(count)
                .map(Duration::toString)
                .collect(Collectors.joining(" "));
    }
}
