// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import java.time.Duration;

/**
 * A token bucket: a burst at once, then one permit each interval. Full at first. Not safe for use
 * by several threads.
 */
public final class TokenBucket {

    private final int burst;
    private final long intervalNanos;
    private double permits;
    private long updated;

    /**
     * @param burst most permits at once, 1 or more
     * @param interval after which one more permit is there, 1 ns or more
     * @param now by the clock whose times {@link #take} gets
     */
    public TokenBucket(int burst, Duration interval, long now) {
        if (burst < 1 || interval.toNanos() < 1) {
            throw new IllegalArgumentException(
                    "bucket of " + burst + " each " + interval + " (expected: 1 or more each 1 ns or more)");
        }
        this.burst = burst;
        this.intervalNanos = interval.toNanos();
        this.permits = burst;
        this.updated = now;
    }

    /**
     * Takes a permit; false: there is none.
     *
     * @param now nanoseconds of a {@link NanoClock}, never before those of the last call
     */
    public boolean take(long now) {
        permits = Math.min(burst, permits + (double) (now - updated) / intervalNanos);
        updated = now;
        if (permits < 1) {
            return false;
        }
        permits--;
        return true;
    }

    /** Whether the last permit is taken, as of the last call of {@link #take}. */
    public boolean isEmpty() {
        return permits < 1;
    }
}
