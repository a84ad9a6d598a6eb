// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import java.time.Duration;
import java.util.Arrays;

/**
 * Probes to one peer through one worker. Silence is counted, not lost probes: an interval in which any probe was answered is a good one, so
 * that a round trip longer than the interval does no harm. Owned by the control loop.
 */
final class ProbeTrack {

    /** Silent intervals until the path is down. */
    static final int DOWN_AFTER = 4;

    /** Answers without a silent interval between them until it is up. */
    static final int UP_AFTER = 2;

    /** Probes that are remembered; with one per interval, the longest round trip that is measured is this many intervals. */
    private static final int REMEMBERED = 16;

    private static final long UNUSED = Long.MIN_VALUE;

    private final long[] sentNanos = new long[REMEMBERED];
    private final long[] roundTrips = new long[REMEMBERED];
    private long next;
    private int measured;
    private int silent;
    private int answers;
    private boolean answered;
    private boolean up;

    ProbeTrack() {
        Arrays.fill(sentNanos, UNUSED);
    }

    /** Ends the interval before and gives the number of the probe to send now. */
    long nextProbe(long nowNanos) {
        if (!answered) {
            answers = 0;
            silent++;
            up = up && silent < DOWN_AFTER;
        }
        answered = false;
        sentNanos[slot(next)] = nowNanos;
        return next++;
    }

    /** Takes an answer; numbers that are not awaited are ignored. */
    void onAnswer(long number, long nowNanos) {
        if (number < 0 || number >= next || number < next - REMEMBERED || sentNanos[slot(number)] == UNUSED) {
            return;
        }
        roundTrips[measured++ % REMEMBERED] = nowNanos - sentNanos[slot(number)];
        sentNanos[slot(number)] = UNUSED;
        answered = true;
        silent = 0;
        answers++;
        up = up || answers >= UP_AFTER;
    }

    boolean up() {
        return up;
    }

    /** Median of the last 16 answers; zero: none yet. */
    Duration roundTrip() {
        if (measured == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(roundTrips, Math.min(measured, REMEMBERED));
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[sorted.length / 2]);
    }

    private static int slot(long number) {
        return (int) (number % REMEMBERED);
    }
}
