// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How often something is done, and for how long. Attackers and the honest load share two cores with those that they are
 * to measure: an attacker that only burns processor time would show how a scheduler shares, hence each has a rate that a
 * real one would reach over a network. One thread's.
 */
final class Pace {

    private final long end;
    private final long interval;
    private long next;

    /** So many times a second, evenly. */
    Pace(Duration duration, int perSecond) {
        this(duration, Duration.ofSeconds(1).dividedBy(perSecond));
    }

    /** Once in each interval. */
    Pace(Duration duration, Duration interval) {
        this.next = System.nanoTime();
        this.end = next + duration.toNanos();
        this.interval = interval.toNanos();
    }

    /** Waits for the next turn, or is over. Who was late is not to hurry. */
    boolean next() {
        long now = System.nanoTime();
        while (now < next && now < end) {
            LockSupport.parkNanos(Math.min(next, end) - now);
            now = System.nanoTime();
        }
        next = Math.max(next + interval, now);
        return now < end;
    }
}
