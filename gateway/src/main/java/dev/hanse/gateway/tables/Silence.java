// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.net.time.NanoClock;
import java.time.Duration;

/**
 * For how long nft has not said what it was asked: on a busy machine it takes longer than it is waited for. By time and by questions, since those that wait in vain take the time themselves. One
 * thread.
 */
final class Silence {

    /** For how long what was there is taken to be, from the end of the first question without an answer. */
    static final Duration LONG = Duration.ofSeconds(10);

    /** And for how many questions at least. */
    private static final int QUESTIONS = 3;

    /** How long nft is let alone after each. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final NanoClock clock;
    private int questions;
    private long sinceNanos;
    private long lastNanos;

    Silence(NanoClock clock) {
        this.clock = clock;
    }

    /** Nft did not say. */
    void goesOn() {
        boolean first = isOver();
        lastNanos = clock.nanoTime();
        if (first) {
            sinceNanos = lastNanos;
        }
        questions = first ? 1 : Math.min(questions + 1, QUESTIONS);
    }

    /** It has said, or there is nothing to ask. */
    void ends() {
        questions = 0;
    }

    /** Whether there is none. What nobody has asked about for long counts no more: others' rules, and the machine, may be as they like since. */
    boolean isOver() {
        return questions == 0 || clock.nanoTime() - lastNanos >= LONG.toNanos();
    }

    boolean isToBeAsked() {
        return isOver() || clock.nanoTime() - lastNanos >= PAUSE.toNanos();
    }

    /** Whether it has lasted so long that what was there is not taken to be any more. */
    boolean isLong() {
        return !isOver() && questions >= QUESTIONS && clock.nanoTime() - sinceNanos >= LONG.toNanos();
    }
}
