// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import java.time.Duration;

/** Times in µs, in order of size. */
record Latencies(long[] sorted) {

    int count() {
        return sorted.length;
    }

    /** The smallest time that so many of a hundred are not above. */
    Duration percentile(int percent) {
        int rank = (sorted.length * percent + 99) / 100;
        return Duration.ofNanos(sorted[Math.max(rank, 1) - 1] * 1_000);
    }

    /** How many were never answered as they should be. */
    long failures() {
        long never = Samples.NEVER.toNanos() / 1_000;
        int failures = 0;
        for (long each : sorted) {
            failures += each >= never ? 1 : 0;
        }
        return failures;
    }

    /** For a report. */
    @Override
    public String toString() {
        return "n=%d p50=%.1f p99=%.1f max=%.1f ms".formatted(count(), millis(50), millis(99), millis(100));
    }

    private double millis(int percent) {
        return percentile(percent).toNanos() / 1e6;
    }
}
