// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.testing;

import dev.hanse.net.time.NanoClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Monotonic time and dates in one, standing still until they are moved. Thread-safe. */
public final class ManualClock extends Clock implements NanoClock {

    /** Not zero, so that a time that was never set differs from now. */
    private static final long FIRST_NANOS = 1_000_000_000L;

    private final Instant begin;
    private final AtomicLong nanos = new AtomicLong(FIRST_NANOS);

    /** On a day like any other. */
    public ManualClock() {
        this(Instant.parse("2026-11-23T12:00:00Z"));
    }

    /** At a date that the test needs. */
    public ManualClock(Instant begin) {
        this.begin = begin;
    }

    /** Lets time pass. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(nanos.get() - FIRST_NANOS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the one zone of this clock is UTC");
    }
}
