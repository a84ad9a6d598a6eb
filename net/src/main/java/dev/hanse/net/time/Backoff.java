// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Delays between attempts: exponential with jitter, so that many who lost the same peer do not return in step. Not safe
 * for use by several threads.
 */
public final class Backoff {

    private static final int MAX_DOUBLINGS = 30;

    private final TimeUnit unit;
    private final long shortest;
    private final long first;
    private final long longest;
    private final RandomGenerator random;
    private int failures;

    /** Full jitter: delays of any number of nanoseconds from zero on. */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this(TimeUnit.NANOSECONDS, Duration.ZERO, first, longest, random);
    }

    /**
     * @param unit that delays are a whole number of
     * @param shortest lower bound of every delay
     * @param first upper bound of the first delay
     * @param longest upper bound of every delay
     * @param random where the jitter comes from
     */
    public Backoff(TimeUnit unit, Duration shortest, Duration first, Duration longest, RandomGenerator random) {
        this.unit = unit;
        this.shortest = unit.convert(shortest);
        this.first = unit.convert(first);
        this.longest = unit.convert(longest);
        this.random = random;
    }

    /** The next delay: uniform between the shortest and a bound that doubles with each call until {@link #reset}. */
    public Duration next() {
        long bound = bound();
        failures = Math.min(failures + 1, MAX_DOUBLINGS);
        return delay(shortest + random.nextLong(bound - shortest + 1));
    }

    /** The longest bound at once, for a refusal that will not go away by itself: between half of it and all of it. */
    public Duration longest() {
        failures = MAX_DOUBLINGS;
        return delay(random.nextLong(longest / 2, longest + 1));
    }

    /** An attempt went well: the next delay is short again. */
    public void reset() {
        failures = 0;
    }

    private long bound() {
        return first > (longest >> failures) ? longest : first << failures;
    }

    private Duration delay(long units) {
        return Duration.of(units, unit.toChronoUnit());
    }
}
