// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.loop;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs tasks one after the other, in the order in which they were handed over. State that says it belongs to the
 * control loop is touched by its tasks only. Tasks must not block.
 */
public interface ControlLoop extends Executor {

    /** Hands a task over, from any thread; after the end of the loop the task is dropped. */
    @Override
    void execute(Runnable task);

    /**
     * Runs a task once after a delay.
     *
     * @param delay zero or more
     */
    Timer schedule(Duration delay, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {

        /** Does nothing; in place of a timer that is not set. */
        Timer NONE = () -> {};

        /** Keeps the task from running unless it has begun. Called on the loop. Idempotent. */
        void cancel();
    }
}
