// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** A control loop that runs on the test's thread, in the time of a manual clock. */
public final class ManualLoop implements ControlLoop {

    private final ManualClock clock;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Waiting> timers =
            new PriorityQueue<>(Comparator.comparing(Waiting::at).thenComparing(Waiting::order));
    private long order;

    private record Waiting(Instant at, long order, Runnable task) {}

    public ManualLoop(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        Waiting waiting = new Waiting(clock.instant().plus(delay), order++, task);
        timers.add(waiting);
        return () -> {
            synchronized (this) {
                timers.remove(waiting);
            }
        };
    }

    /** Runs everything that is due now. */
    public void run() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Runnable next() {
        Waiting waiting = timers.peek();
        if (tasks.isEmpty() && waiting != null && !waiting.at().isAfter(clock.instant())) {
            timers.remove(waiting);
            return waiting.task();
        }
        return tasks.poll();
    }

    /** Lets time pass in steps, running what falls due. */
    public void advance(Duration by) {
        Instant end = clock.instant().plus(by);
        run();
        while (clock.instant().isBefore(end)) {
            Duration rest = Duration.between(clock.instant(), end);
            Duration step = rest.compareTo(Duration.ofMillis(10)) < 0 ? rest : Duration.ofMillis(10);
            clock.advance(step);
            run();
        }
    }

    /** How many timers wait. */
    public synchronized int timers() {
        return timers.size();
    }
}
