// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import dev.hanse.gateway.loop.ControlLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes and writes the newest state after a pause, one write at a time. Belongs to the control loop; the
 * writes run elsewhere.
 */
public final class DebouncedWrite {

    private final ControlLoop loop;
    private final Executor blocking;
    private final Duration pause;

    private @Nullable Supplier<Runnable> newest;
    private boolean waiting;
    private boolean writing;

    /**
     * @param loop the owner
     * @param blocking runs the writes
     * @param pause from the first change to its write
     */
    public DebouncedWrite(ControlLoop loop, Executor blocking, Duration pause) {
        this.loop = loop;
        this.blocking = blocking;
        this.pause = pause;
    }

    /**
     * There is newer state, to be kept in place of any that has not had its turn.
     *
     * @param snapshot takes the state on the control loop when its turn has come, and returns what writes it elsewhere
     */
    public void change(Supplier<Runnable> snapshot) {
        newest = snapshot;
        if (!waiting && !writing) {
            waiting = true;
            loop.schedule(pause, this::begin);
        }
    }

    private void begin() {
        waiting = false;
        Supplier<Runnable> snapshot = newest;
        newest = null;
        if (snapshot != null) {
            writing = true;
            Runnable write = snapshot.get();
            blocking.execute(() -> {
                try {
                    write.run();
                } finally {
                    loop.execute(this::onWritten);
                }
            });
        }
    }

    private void onWritten() {
        writing = false;
        Supplier<Runnable> snapshot = newest;
        if (snapshot != null) {
            change(snapshot);
        }
    }

    /** Writes what waits, on this thread: the process is about to end. A write under way is not waited for. */
    public void flush() {
        Supplier<Runnable> snapshot = newest;
        newest = null;
        if (snapshot != null) {
            snapshot.get().run();
        }
    }
}
