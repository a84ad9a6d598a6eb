// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes and writes the newest state after a pause, one write at a time. Belongs to the control loop; the
 * writes run elsewhere.
 *
 * <p>Each write is of the whole state, whatever has changed. So that small changes of a large state, which other members
 * may make all the time, do not keep processor and disk busy, writes take a twentieth of the time at most.
 */
public final class DebouncedWrite {

    private static final int SHARE = 20;

    /** After which a change is on the disk however long writing takes. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ControlLoop loop;
    private final Executor blocking;
    private final Duration pause;
    private final NanoClock nanoClock;

    private @Nullable Supplier<Runnable> newest;
    private boolean waiting;
    private boolean writing;
    private CountDownLatch underWay = new CountDownLatch(0);

    /**
     * @param loop the owner
     * @param blocking runs the writes
     * @param pause from the first change to its write
     */
    public DebouncedWrite(ControlLoop loop, Executor blocking, Duration pause) {
        this(loop, blocking, pause, System::nanoTime);
    }

    DebouncedWrite(ControlLoop loop, Executor blocking, Duration pause, NanoClock nanoClock) {
        this.loop = loop;
        this.blocking = blocking;
        this.pause = pause;
        this.nanoClock = nanoClock;
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
            CountDownLatch ended = new CountDownLatch(1);
            underWay = ended;
            blocking.execute(() -> write(write, ended));
        }
    }

    private void write(Runnable write, CountDownLatch ended) {
        long begun = nanoClock.nanoTime();
        try {
            write.run();
        } finally {
            ended.countDown();
            Duration taken = Duration.ofNanos(nanoClock.nanoTime() - begun);
            loop.execute(() -> onWritten(taken));
        }
    }

    private void onWritten(Duration taken) {
        Duration rest = taken.multipliedBy(SHARE - 1L);
        Duration atMost = rest.compareTo(LONGEST) < 0 ? rest : LONGEST;
        if (atMost.compareTo(pause) <= 0) {
            onRested();
        } else {
            loop.schedule(atMost.minus(pause), this::onRested);
        }
    }

    private void onRested() {
        writing = false;
        Supplier<Runnable> snapshot = newest;
        if (snapshot != null) {
            change(snapshot);
        }
    }

    /**
     * Writes what waits, on this thread, behind a write under way, which would replace it by older state: the process is about
     * to end. Where nothing waits, a write under way is left to whoever ends its thread. Whoever ends the loop bounds the wait by an
     * interrupt, after which nothing is written.
     */
    public void flush() {
        Supplier<Runnable> snapshot = newest;
        newest = null;
        if (snapshot != null) {
            writeBehind(snapshot);
        }
    }

    private void writeBehind(Supplier<Runnable> snapshot) {
        try {
            underWay.await();
            snapshot.get().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
