// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.uninstall;

import java.util.concurrent.TimeUnit;

/** Lets so many through in a second, evenly. For one thread. */
final class Pace {

    private final long nanos;
    private long next = System.nanoTime();

    Pace(int perSecond) {
        nanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits until the next one may go. Time that others took is not made up for. */
    void await() throws InterruptedException {
        long now = System.nanoTime();
        if (next - now > 0) {
            TimeUnit.NANOSECONDS.sleep(next - now);
        }
        next = Math.max(next, now) + nanos;
    }
}
