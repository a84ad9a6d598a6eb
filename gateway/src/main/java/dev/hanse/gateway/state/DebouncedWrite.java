// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.state;

import dev.hanse.gateway.loop.ControlLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes and writes the newest state after a pause, one write at a time. Belongs to the control loop; the writes run elsewhere.
 */
public final class DebouncedWrite {

    private final ControlLoop loop;
    private final Executor blocking;
    private final Duration pause;

    private @Nullable Runnable newest;
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

    /** There is newer state; {@code write} keeps it when its turn comes, in place of any that has not had its turn. */
    public void change(Runnable write) {
        newest = write;
        if (!waiting && !writing) {
            waiting = true;
            loop.schedule(pause, this::begin);
        }
    }

    private void begin() {
        waiting = false;
        Runnable write = newest;
        newest = null;
        if (write != null) {
            writing = true;
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
        Runnable write = newest;
        if (write != null) {
            change(write);
        }
    }

    /** Writes what waits, on this thread: the process is about to end. A write under way is not waited for. */
    public void flush() {
        Runnable write = newest;
        newest = null;
        if (write != null) {
            write.run();
        }
    }
}
