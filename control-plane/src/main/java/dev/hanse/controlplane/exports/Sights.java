// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.FirstSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * Puts what is seen in an order that no clock can turn round: each sight is later than all before, also than those of earlier runs, and what is seen
 * within {@link #WAITED} of a start is one sight. That time is measured without the wall clock.
 *
 * <p>Owned by the control loop.
 */
final class Sights {

    /** How long after a start exports may come that were made while the control plane was away. */
    static final Duration WAITED = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final Sight afterStart;
    private Instant last;

    /**
     * From a start.
     *
     * @param now by the wall clock
     * @param nanoTime counts nanoseconds from anywhere
     * @param before what earlier runs saw
     */
    Sights(Instant now, LongSupplier nanoTime, Collection<FirstSeen> before) {
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
        this.last = before.stream().map(FirstSeen::at).max(Instant::compareTo).orElse(Instant.MIN);
        this.afterStart = new Sight(laterThanAll(now), true);
    }

    /** Something is seen now. */
    Sight next(Instant now) {
        return nanoTime.getAsLong() - startedNanos < WAITED.toNanos()
                ? afterStart
                : new Sight(laterThanAll(now), false);
    }

    private Instant laterThanAll(Instant now) {
        last = now.isAfter(last) ? now : last.plusNanos(1);
        return last;
    }
}
