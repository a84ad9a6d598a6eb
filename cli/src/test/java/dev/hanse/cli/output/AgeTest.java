// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the one-unit ages of the tables. */
final class AgeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"0,0s", "59,59s", "60,1m", "3599,59m", "3600,1h", "86399,23h", "86400,1d", "-5,0s"})
    void roundsDownToOneUnit(long secondsAgo, String shown) {
        assertThat(Age.since(NOW.minusSeconds(secondsAgo), CLOCK)).isEqualTo(shown);
    }

    @Test
    void isEmptyForNoTime() {
        assertThat(Age.since(null, CLOCK)).isEmpty();
        assertThat(Age.until(null, CLOCK)).isEmpty();
    }

    @Test
    void saysWhenATimeHasPassed() {
        assertThat(Age.until(NOW.plusSeconds(90), CLOCK)).isEqualTo("1m");
        assertThat(Age.until(NOW.minusSeconds(1), CLOCK)).isEqualTo("expired");
    }
}
