// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for something to become true, with a deadline and the last failure as the cause when it does not. */
public final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /** A check that may fail with any exception or assertion error. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /**
     * Repeats {@code check} until it passes.
     *
     * @param what finishes the sentence "not within 5 s: ..."
     * @throws AssertionError when it has not passed at the deadline; its cause is the last failure
     */
    public static void eventually(String what, Duration limit, Check check) {
        eventuallyGet(what, limit, () -> {
            check.run();
            return Boolean.TRUE;
        });
    }

    /** Repeats {@code attempt} until it returns without throwing, and returns its value; deadline as in {@link #eventually}. */
    public static <T> T eventuallyGet(String what, Duration limit, Callable<T> attempt) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return attempt.call();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting: " + what, e);
            } catch (Exception | AssertionError e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError(
                            "not within " + limit.toMillis() + " ms: " + what + ": " + e.getMessage(), e);
                }
                pause(what);
            }
        }
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting: " + what, e);
        }
    }
}
