// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import dev.hanse.gateway.loop.ControlLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Has writes tried again that have failed: a disk gets room without telling anybody. Belongs to the control loop; the
 * writes run elsewhere, one round at a time.
 */
public final class WriteRetries {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final ControlLoop loop;
    private final Executor blocking;
    private final List<Runnable> writers;
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;
    private boolean stopped;

    /**
     * @param loop the owner
     * @param blocking runs the writes
     * @param writers each tries again what it has not written; nothing where there is nothing
     */
    public WriteRetries(ControlLoop loop, Executor blocking, List<Runnable> writers) {
        this.loop = loop;
        this.blocking = blocking;
        this.writers = List.copyOf(writers);
    }

    /** Begins. Any thread. */
    public void start() {
        loop.execute(this::waitForTurn);
    }

    private void waitForTurn() {
        if (!stopped) {
            timer = loop.schedule(EVERY, () -> blocking.execute(this::retry));
        }
    }

    private void retry() {
        try {
            writers.forEach(Runnable::run);
        } finally {
            loop.execute(this::waitForTurn);
        }
    }

    /** Ends it; a round under way is not waited for. Any thread. */
    public void stop() {
        loop.execute(() -> {
            stopped = true;
            timer.cancel();
        });
    }
}
