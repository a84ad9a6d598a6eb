// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time as people write it: so long ago, or RFC 3339 in UTC. */
final class TimeOption implements ITypeConverter<TimeOption.Point> {

    private final DurationOption durations = new DurationOption();

    /** A time, once it is known what time it is. */
    @FunctionalInterface
    interface Point extends Function<Clock, Instant> {}

    @Override
    public Point convert(String text) {
        return text.endsWith("Z") ? at(text) : ago(text);
    }

    private static Point at(String text) {
        try {
            Instant time = Instant.parse(text);
            return _ -> time;
        } catch (DateTimeParseException e) {
            throw wrong(text);
        }
    }

    private Point ago(String text) {
        try {
            Duration ago = durations.convert(text);
            return clock -> clock.instant().minus(ago);
        } catch (TypeConversionException e) {
            throw wrong(text);
        }
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException(
                "\"" + text + "\" is no time; write 90s, 15m or 24h for so long ago, or 2026-11-28T18:00:00Z");
    }
}
