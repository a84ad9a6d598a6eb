// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import java.util.Arrays;

/**
 * Probes of some sizes, sent in rounds until the largest is answered, or three rounds (MAX_PROBES of RFC 8899) are over. Owned by the control loop.
 */
final class SizeTrial {

    static final int ROUNDS = 3;

    private final Purpose purpose;
    private final int[] first;
    private final int[] later;
    private final long epoch;
    private int rounds;
    private long sentNanos;
    private int best;

    /** What it is for. */
    enum Purpose {
        /** Whether packets of the size in use still pass. */
        CONFIRM,
        /** How large between one that passes and one that does not. */
        NARROW,
        /** Whether larger ones than before pass. */
        RAISE
    }

    /**
     * Nothing is sent yet.
     *
     * @param first sizes of the first round, ascending
     * @param later those of the other rounds, which end with the same one
     * @param epoch no other trial of the path has it
     */
    SizeTrial(Purpose purpose, int[] first, int[] later, long epoch) {
        this.purpose = purpose;
        this.first = first;
        this.later = later;
        this.epoch = epoch;
    }

    Purpose purpose() {
        return purpose;
    }

    long epoch() {
        return epoch;
    }

    /** The sizes to send now. */
    int[] next(long nowNanos) {
        sentNanos = nowNanos;
        return rounds++ == 0 ? first : later;
    }

    /** Whether the last round may still be answered. */
    boolean isYoung(long patienceNanos, long nowNanos) {
        return nowNanos - sentNanos < patienceNanos;
    }

    boolean hasMoreRounds() {
        return rounds < ROUNDS;
    }

    void onAnswer(int size) {
        best = Math.max(best, Math.min(size, target()));
    }

    /** The largest size that was answered; 0: none. */
    int best() {
        return best;
    }

    int target() {
        return later[later.length - 1];
    }

    /** The least size that was not answered though it was asked for, above {@link #best}. */
    int leastUnanswered() {
        return Arrays.stream(later).filter(size -> size > best).findFirst().orElse(target());
    }
}
