// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import dev.hanse.net.time.NanoClock;

/** So many signatures in a second, and no more at once. Any thread. */
final class SigningBudget {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int perSecond;
    private final NanoClock nanoClock;
    private long filledAtNanos;
    private long left;

    SigningBudget(int perSecond, NanoClock nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
        this.filledAtNanos = nanoClock.nanoTime();
        this.left = perSecond;
    }

    /** Takes one if there is one. */
    synchronized boolean take() {
        long nanosForOne = NANOS_PER_SECOND / perSecond;
        long now = nanoClock.nanoTime();
        long earned = (now - filledAtNanos) / nanosForOne;
        if (earned > 0) {
            left = Math.min(perSecond, left + earned);
            filledAtNanos += earned * nanosForOne;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
