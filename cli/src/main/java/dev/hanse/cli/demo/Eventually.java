// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what other processes bring about. */
final class Eventually {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /**
     * Repeats an attempt until it no longer throws {@link StepFailure}.
     *
     * @throws StepFailure the last one, when the limit has passed
     */
    static <T> T get(Duration limit, Supplier<T> attempt) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return attempt.get();
            } catch (StepFailure e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new StepFailure("not within " + limit.toSeconds() + " s: " + e.getMessage(), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailure("interrupted", e);
        }
    }
}
