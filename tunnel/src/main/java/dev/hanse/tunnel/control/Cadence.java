// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import java.time.Duration;

/**
 * Lets something happen once in an interval at most. A timer makes up for what it missed while its thread stood still, all at once; what is measured
 * by intervals must not take those for time that passed. One thread.
 */
public final class Cadence {

    private final long leastNanos;
    private long last;
    private boolean begun;

    /** @param interval of the timer; half of it must have passed at least */
    public Cadence(Duration interval) {
        leastNanos = interval.toNanos() / 2;
    }

    /** Whether it is time again. */
    public boolean isDue(long nowNanos) {
        boolean due = !begun || nowNanos - last >= leastNanos;
        if (due) {
            begun = true;
            last = nowNanos;
        }
        return due;
    }
}
