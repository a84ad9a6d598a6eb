// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer's turns: at most one view is being served and at most one waits, the newest. After each the consumer rests
 * in proportion to what it took, so that a member that changes something large all the time leaves the processor to those
 * who ask. Belongs to the control loop, which never waits for the consumer; {@link #failure} may be called from any thread.
 */
final class ConsumerRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerRunner.class);

    /** From a failure to the next try, unless a newer view comes before. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** A consumer has a tenth of one processor. */
    private static final int RESTS_FOR_TURN = 9;

    /** However long a turn took: nobody serves an older view for longer than that and the turn. */
    static final Duration LONGEST_REST = Duration.ofMillis(500);

    private final String name;
    private final ViewConsumer consumer;
    private final ControlLoop loop;
    private final Executor thread;
    private final NanoClock clock;

    private @Nullable ServedView waiting;
    private boolean busy;
    private ControlLoop.Timer retry = ControlLoop.Timer.NONE;
    private volatile String failure = "";

    /**
     * @param name for messages
     * @param loop the owner
     * @param thread runs the consumer
     * @param clock for how long the consumer takes
     */
    ConsumerRunner(String name, ViewConsumer consumer, ControlLoop loop, Executor thread, NanoClock clock) {
        this.name = name;
        this.consumer = consumer;
        this.loop = loop;
        this.thread = thread;
        this.clock = clock;
    }

    /** There is a newer view, to be served in place of any that waits. */
    void offer(ServedView newest) {
        waiting = newest;
        next();
    }

    /** Why the newest view is not served; empty: it is, or will be in a moment. */
    String failure() {
        return failure;
    }

    private void next() {
        ServedView newest = waiting;
        if (!busy && newest != null) {
            retry.cancel();
            waiting = null;
            busy = true;
            thread.execute(() -> serve(newest));
        }
    }

    /** On a thread of {@code thread}. */
    private void serve(ServedView view) {
        long begun = clock.nanoTime();
        try {
            consumer.accept(view);
            loop.execute(this::onServed);
        } catch (RuntimeException | Error e) {
            loop.execute(() -> onFailure(view, e));
        } finally {
            Duration took = Duration.ofNanos(clock.nanoTime() - begun);
            loop.execute(() -> rest(took));
        }
    }

    private void onServed() {
        if (!failure.isEmpty()) {
            LOG.info("view: {} serves the newest one again", name);
            failure = "";
        }
    }

    private void rest(Duration took) {
        Duration rest = took.multipliedBy(RESTS_FOR_TURN);
        if (rest.isZero()) {
            onRested();
        } else {
            loop.schedule(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST, this::onRested);
        }
    }

    private void onRested() {
        busy = false;
        next();
    }

    private void onFailure(ServedView view, Throwable why) {
        String told = "view: " + name + " does not serve the newest one: " + why;
        if (!told.equals(failure)) {
            LOG.error("{}; trying again, please report this", told, why);
            failure = told;
        }
        if (waiting == null) {
            retry = loop.schedule(PAUSE, () -> retry(view));
        }
    }

    /** A newer view that came meanwhile has had its turn, or has one now. */
    private void retry(ServedView view) {
        if (waiting == null) {
            offer(view);
        }
    }
}
