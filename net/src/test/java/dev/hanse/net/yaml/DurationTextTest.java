// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects durations in configuration from being misread. */
class DurationTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"250ms", "0s", "90s", "5s", "15m", "24h"})
    void durationsPrintAsTheyAreRead(String text) {
        String expected = text.equals("90s") ? "90s" : text;

        assertThat(DurationText.print(DurationText.parse(text, Duration.ZERO, Duration.ofDays(1))))
                .isEqualTo(expected);
    }

    @Test
    void refusesDurationsOutOfBounds() {
        assertThatThrownBy(() -> DurationText.parse("2h", Duration.ofMillis(250), Duration.ofHours(1)))
                .hasMessage("duration: \"2h\" (expected: 250ms to 1h)");
    }
}
