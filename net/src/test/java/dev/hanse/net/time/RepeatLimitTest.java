// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects logs from who makes the same, or ever another, fault as fast as he can. */
class RepeatLimitTest {

    private long now = -7;
    private final RepeatLimit<String> limit = new RepeatLimit<>(() -> now);

    private long told(IntStream events) {
        return events.filter(i -> limit.tell("event " + i).isPresent()).count();
    }

    @Test
    void firstIsToldAndRepeatsAreCounted() {
        assertThat(limit.tell("a")).hasValue("");
        for (int i = 0; i < 25_000; i++) {
            assertThat(limit.tell("a")).isEmpty();
        }
        assertThat(limit.tell("b")).hasValue("");

        now += Duration.ofMinutes(10).toNanos();

        assertThat(limit.tell("a")).hasValue(" (and 25000 times since this was last logged)");
        assertThat(limit.tell("a")).isEmpty();
    }

    @Test
    void differentEventsShareARate() {
        assertThat(told(IntStream.range(0, 25_000))).isEqualTo(20);

        now += Duration.ofMinutes(1).toNanos();

        assertThat(told(IntStream.range(25_000, 50_000))).isEqualTo(12);
    }

    @Test
    void eventThatFoundNoRoomIsToldLaterAndWithItHowMuchWasLeftOut() {
        told(IntStream.range(0, 19));
        assertThat(limit.tell("last")).hasValue(" (others are left out for a while)");
        assertThat(told(IntStream.range(20, 22))).isZero();
        assertThat(limit.tell("late")).isEmpty();

        now += Duration.ofSeconds(10).toNanos();

        assertThat(limit.tell("late")).hasValue(" (3 other lines were left out)");
        assertThat(limit.tell("later")).hasValue(" (others are left out for a while)");
    }
}
