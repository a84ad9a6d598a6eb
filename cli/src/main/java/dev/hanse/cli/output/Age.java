// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long ago, or how far ahead, something is, for tables: one unit, rounded down. */
public final class Age {

    private Age() {}

    /** As {@code 12s}, {@code 5m}, {@code 3h}, {@code 4d}; empty for no time. */
    public static String since(@Nullable Instant time, Clock clock) {
        return time == null ? "" : shortest(Duration.between(time, clock.instant()));
    }

    /** As {@link #since}; {@code expired} when the time has passed. */
    public static String until(@Nullable Instant time, Clock clock) {
        if (time == null) {
            return "";
        }
        Duration left = Duration.between(clock.instant(), time);
        return left.isNegative() ? "expired" : shortest(left);
    }

    private static String shortest(Duration age) {
        Duration shown = age.isNegative() ? Duration.ZERO : age;
        if (shown.toDays() > 0) {
            return shown.toDays() + "d";
        }
        if (shown.toHours() > 0) {
            return shown.toHours() + "h";
        }
        return shown.toMinutes() > 0 ? shown.toMinutes() + "m" : shown.toSeconds() + "s";
    }
}
