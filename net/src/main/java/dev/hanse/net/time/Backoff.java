// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays between attempts: exponential with full jitter, so that many gateways that lost the same control plane do not
 * return in step. Not safe for use by several threads.
 */
public final class Backoff {

    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    /**
     * @param first upper bound of the first delay
     * @param longest upper bound of every delay
     * @param random where the jitter comes from
     */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The next delay: uniform between zero and a bound that doubles with each call until {@link #reset}. */
    public Duration next() {
        long bound = bound();
        failures = Math.min(failures + 1, MAX_DOUBLINGS);
        return Duration.ofNanos(random.nextLong(bound + 1));
    }

    /** The longest bound at once, for a refusal that will not go away by itself: between half of it and all of it. */
    public Duration longest() {
        failures = MAX_DOUBLINGS;
        return Duration.ofNanos(random.nextLong(longest.toNanos() / 2, longest.toNanos() + 1));
    }

    /** An attempt went well: the next delay is short again. */
    public void reset() {
        failures = 0;
    }

    private long bound() {
        long limit = longest.toNanos();
        long start = first.toNanos();
        return start > (limit >> failures) ? limit : start << failures;
    }
}
