// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Dates that begin with the wall clock and then go at the pace of the monotonic one: for how long something has lasted, where
 * a wall clock that is set would say too much or too little. Not for people, and not for what others date. Thread-safe.
 */
public final class SteadyTime implements InstantSource {

    private final Instant begin;
    private final NanoClock clock;
    private final long beginNanos;

    /** Begins now. */
    public SteadyTime(InstantSource wall, NanoClock clock) {
        this.begin = wall.instant();
        this.clock = clock;
        this.beginNanos = clock.nanoTime();
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(clock.nanoTime() - beginNanos);
    }
}
