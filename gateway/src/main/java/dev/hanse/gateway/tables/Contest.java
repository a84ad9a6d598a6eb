// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.net.time.NanoClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Tells what is changed now and then from what another program changes whenever it sees it: more than three times in five seconds. One thread. */
final class Contest {

    private static final int REPAIRS = 3;
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final NanoClock clock;
    private final Deque<Long> repairs = new ArrayDeque<>();
    private boolean lasts;

    Contest(NanoClock clock) {
        this.clock = clock;
    }

    /** Counts a change by somebody else; whether it is not to be repaired at once. */
    boolean isLost() {
        long now = clock.nanoTime();
        repairs.removeIf(time -> now - time > WITHIN.toNanos());
        lasts |= repairs.size() >= REPAIRS;
        if (!lasts) {
            repairs.add(now);
        }
        return lasts;
    }

    /** Whether it has not been seen to be over. */
    boolean lasts() {
        return lasts;
    }

    /** Ends it where what was set at this time has stood for long enough. */
    void stands(long sinceNanos) {
        if (lasts && clock.nanoTime() - sinceNanos > WITHIN.toNanos()) {
            lasts = false;
            repairs.clear();
        }
    }
}
