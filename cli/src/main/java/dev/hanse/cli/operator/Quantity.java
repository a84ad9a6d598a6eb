// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Traffic in cells of a table; empty where there is none to tell of. */
final class Quantity {

    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");
    private static final int STEP = 1000;

    private Quantity() {}

    /** As {@code 512 B}, {@code 1.5 MB}. */
    static String octets(@Nullable DirectionInfo direction) {
        return direction == null ? "" : octets(direction.octets().doubleValue());
    }

    private static String octets(double octets) {
        double value = octets;
        int unit = 0;
        while (value >= STEP && unit < UNITS.size() - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS.get(unit));
    }

    /** As {@code 1200}. */
    static String packets(@Nullable DirectionInfo direction) {
        return direction == null ? "" : direction.packets().toString();
    }

    /** The mean, as {@code 41.3}. */
    static String datagramsPerCall(@Nullable DirectionInfo direction) {
        return direction == null || direction.calls().signum() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f",
                        direction.burstDatagrams().doubleValue()
                                / direction.calls().doubleValue());
    }

    /** Means of the samples, as {@code 0.61 us for 1.4 kB}. */
    static String cipherTime(@Nullable DirectionInfo direction) {
        if (direction == null || direction.timedFrames().signum() == 0) {
            return "";
        }
        double frames = direction.timedFrames().doubleValue();
        String time =
                String.format(Locale.ROOT, "%.2f us", direction.timedNanos().doubleValue() / 1000.0 / frames);
        return time + " for " + octets(direction.timedOctets().doubleValue() / frames);
    }
}
