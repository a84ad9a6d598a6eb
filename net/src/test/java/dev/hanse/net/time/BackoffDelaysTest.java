// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects how long a gateway waits before it tries again: recorded delays, with chance from a seed. */
final class BackoffDelaysTest {

    @Test
    void waitsSoLongBetweenConnections() {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), new Random(7));
        assertThat(next(backoff, 10))
                .isEqualTo("PT0.08603882S PT0.116460586S PT0.843776458S PT1.072630776S PT0.133703803S PT4.059435166S"
                        + " PT5.960006931S PT6.034322087S PT2.097544756S PT3.539340522S");
        backoff.reset();
        assertThat(next(backoff, 3)).isEqualTo("PT0.15234541S PT0.39580387S PT0.749035761S");
        assertThat(backoff.longest()).hasToString("PT5.911112301S");
        assertThat(next(backoff, 2)).isEqualTo("PT0.541219985S PT2.155924939S");
        backoff.reset();
        assertThat(next(backoff, 2)).isEqualTo("PT0.018650747S PT0.070661096S");
    }

    @Test
    void waitsSoLongBetweenRenewals() {
        Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), new Random(7));
        assertThat(next(backoff, 8))
                .isEqualTo("PT1.674320484S PT1.208733099S PT7.654792642S PT6.693346127S PT13.562530968S PT28.411067918S"
                        + " PT54.080646235S PT26.883554103S");
    }

    @Test
    void waitsSoLongBetweenRegistrations() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), new Random(7));
        assertThat(next(backoff, 8))
                .isEqualTo("PT0.065056893S PT0.026330588S PT0.450071419S PT1.141610976S PT4.950176469S PT8.140581186S"
                        + " PT3.98784677S PT6.230298706S");
    }

    private static String next(Backoff backoff, int count) {
        return Stream.generate(backoff::next)
                .limit(count)
                .map(Duration::toString)
                .collect(Collectors.joining(" "));
    }
}
