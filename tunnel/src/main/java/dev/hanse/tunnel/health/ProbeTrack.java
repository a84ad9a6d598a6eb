// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Probes to one peer through one worker. Two things come of them. The path is down after silence: an interval in which any probe was answered is a good one, so that a round trip longer than
 * the interval does no harm. Flows avoid it sooner, after probes that were answered later than usual or not at all; they are back as soon. Owned by the control loop.
 */
final class ProbeTrack {

    /** Silent intervals until the path is down. */
    static final int DOWN_AFTER = 4;

    /** Answers without a silent interval between them until it is up. */
    static final int UP_AFTER = 2;

    /** Probes without an answer, none of them young, until flows avoid the path: fewer are lost by chance too often. */
    static final int AVOIDED_AFTER = 4;

    /** Between two probes of a path whose answer is overdue, for certainty is wanted soon. */
    static final long HASTE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** What a probe may take: so many times the usual round trip, and this beside it; the other one while no round trip is known. */
    private static final int PATIENCE = 2;

    private static final long LEAST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(45);
    private static final long FIRST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Probes that are remembered; with one per interval, the longest round trip that is measured is this many intervals. */
    private static final int REMEMBERED = 16;

    private static final long UNUSED = Long.MIN_VALUE;

    private final long[] sentNanos = new long[REMEMBERED];
    private final long[] roundTrips = new long[REMEMBERED];
    private long next;
    private int measured;
    private int silent;
    private int answers;
    private long lastAnswered = -1;
    private long medianNanos;
    private long lastSentNanos;
    private int prompt;
    private boolean answered;
    private boolean up;
    private boolean avoided;

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
        return send(nowNanos);
    }

    private long send(long nowNanos) {
        sentNanos[slot(next)] = nowNanos;
        lastSentNanos = nowNanos;
        return next++;
    }

    /**
     * Looks for answers that are overdue; to be called every {@link #HASTE_NANOS}.
     *
     * @return the number of a probe to send now, beside those of the intervals
     */
    OptionalLong look(long nowNanos) {
        int overdue = overdue(nowNanos);
        if (overdue == 0) {
            return OptionalLong.empty();
        }
        prompt = 0;
        avoided = avoided || overdue >= AVOIDED_AFTER;
        boolean enough = next - 1 - lastAnswered >= AVOIDED_AFTER;
        // A timer that was held up comes several times at once.
        boolean early = nowNanos - lastSentNanos < HASTE_NANOS / 2;
        return enough || early ? OptionalLong.empty() : OptionalLong.of(send(nowNanos));
    }

    /** Probes behind the last one that was answered that should have been answered by now. */
    private int overdue(long nowNanos) {
        long patience = measured == 0 ? FIRST_PATIENCE_NANOS : LEAST_PATIENCE_NANOS + PATIENCE * medianNanos;
        int overdue = 0;
        for (long number = Math.max(lastAnswered + 1, next - REMEMBERED); number < next; number++) {
            if (sentNanos[slot(number)] != UNUSED && nowNanos - sentNanos[slot(number)] > patience) {
                overdue++;
            }
        }
        return overdue;
    }

    /** Takes an answer; numbers that are not awaited are ignored. */
    void onAnswer(long number, long nowNanos) {
        if (number < 0 || number >= next || number < next - REMEMBERED || sentNanos[slot(number)] == UNUSED) {
            return;
        }
        roundTrips[measured++ % REMEMBERED] = nowNanos - sentNanos[slot(number)];
        sentNanos[slot(number)] = UNUSED;
        medianNanos = median();
        lastAnswered = Math.max(lastAnswered, number);
        prompt = overdue(nowNanos) == 0 ? prompt + 1 : 0;
        avoided = avoided && prompt < UP_AFTER;
        answered = true;
        silent = 0;
        answers++;
        up = up || answers >= UP_AFTER;
    }

    boolean up() {
        return up;
    }

    /** Whether flows should go elsewhere for now. */
    boolean avoided() {
        return avoided;
    }

    /** Whether this probe or a later one was answered. */
    boolean answeredSince(long number) {
        return lastAnswered >= number;
    }

    /** Median of the last 16 answers; zero: none yet. */
    Duration roundTrip() {
        return Duration.ofNanos(medianNanos);
    }

    private long median() {
        long[] sorted = Arrays.copyOf(roundTrips, Math.min(measured, REMEMBERED));
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static int slot(long number) {
        return (int) (number % REMEMBERED);
    }
}
