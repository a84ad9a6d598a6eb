// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Waits for what other threads or processes do, with a deadline. */
public final class Eventually {

    /** For what should be soon, on a machine of which other tests leave little: only a test that fails waits so long. */
    public static final Duration LIMIT = Duration.ofSeconds(120);

    private static final Duration SHORT_PAUSE = Duration.ofMillis(5);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

    private Eventually() {}

    /** A check that may fail with any exception or assertion error. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /**
     * Returns when the condition holds.
     *
     * @param what finishes the sentence "not within 120 s: ..."
     * @throws AssertionError when it does not hold at the deadline
     */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            pause(what, SHORT_PAUSE);
        }
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
            long begun = System.nanoTime();
            try {
                return attempt.call();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting: " + what, e);
            } catch (Exception | AssertionError e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("not within " + limit.toMillis() + " ms: " + what + ": " + e, e);
                }
                pause(what, rest(Duration.ofNanos(System.nanoTime() - begun)));
            }
        }
    }

    /** As long as the check took: one that starts a process is to leave half of a core to what it waits for. */
    private static Duration rest(Duration check) {
        Duration longest = check.compareTo(LONG_PAUSE) < 0 ? check : LONG_PAUSE;
        return longest.compareTo(PAUSE) > 0 ? longest : PAUSE;
    }

    /** Lets time pass, for what must not happen meanwhile. */
    public static void pass(Duration time) {
        pause("for " + time, time);
    }

    private static void pause(String what, Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting: " + what, e);
        }
    }
}
