// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Protects logs from messages that are repeated because a clock has moved on. */
class TimelessTextTest {

    @Test
    void timesAreNotCompared() {
        for (String time :
                new String[] {"2026-11-28T22:15:00Z", "2026-11-28T22:15:00.5Z", "2026-12-29T22:18:45.374901836Z"}) {
            assertThat(TimelessText.of("ended at " + Instant.parse(time) + ", it is " + time + " here"))
                    .isEqualTo("ended at <time>, it is <time> here");
        }
    }

    @Test
    void everythingElseIs() {
        assertThat(TimelessText.of("192.0.2.1:9443 refused 2026-11-28, 22:15Z"))
                .isEqualTo("192.0.2.1:9443 refused 2026-11-28, 22:15Z");
    }
}
