// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in configuration: a whole number and one unit. */
public final class DurationText {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private DurationText() {}

    /**
     * Reads {@code 250ms}, {@code 5s}, {@code 15m} or {@code 24h}.
     *
     * @throws IllegalArgumentException if the text has another form or the duration lies outside the bounds
     */
    public static Duration parse(String text, Duration least, Duration most) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text, "a number and a unit, as 250ms, 5s, 15m or 24h");
        }
        Duration duration = of(Long.parseLong(matcher.group(1)), matcher.group(2));
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw refused(text, print(least) + " to " + print(most));
        }
        return duration;
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** Writes a duration in the form that {@link #parse} reads. */
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 3_600_000 == 0 && millis != 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0 && millis != 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    private static IllegalArgumentException refused(String text, String expected) {
        return new IllegalArgumentException(
                "duration: \"" + YamlValue.excerpt(text) + "\" (expected: " + expected + ")");
    }
}
