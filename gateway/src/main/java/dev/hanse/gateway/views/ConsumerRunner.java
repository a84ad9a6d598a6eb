// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.gateway.loop.ControlLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer's turns: at most one view is being served and at most one waits, the newest. Belongs to the control loop,
 * which never waits for the consumer; {@link #failure} may be called from any thread.
 */
final class ConsumerRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerRunner.class);

    /** From a failure to the next try, unless a newer view comes before. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final ViewConsumer consumer;
    private final ControlLoop loop;
    private final Executor thread;

    private @Nullable ServedView waiting;
    private boolean running;
    private ControlLoop.Timer retry = ControlLoop.Timer.NONE;
    private volatile String failure = "";

    /**
     * @param name for messages
     * @param loop the owner
     * @param thread runs the consumer
     */
    ConsumerRunner(String name, ViewConsumer consumer, ControlLoop loop, Executor thread) {
        this.name = name;
        this.consumer = consumer;
        this.loop = loop;
        this.thread = thread;
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
        if (!running && newest != null) {
            retry.cancel();
            waiting = null;
            running = true;
            thread.execute(() -> serve(newest));
        }
    }

    /** On a thread of {@code thread}. */
    private void serve(ServedView view) {
        try {
            consumer.accept(view);
            loop.execute(this::onServed);
        } catch (RuntimeException | Error e) {
            loop.execute(() -> onFailure(view, e));
        }
    }

    private void onServed() {
        if (!failure.isEmpty()) {
            LOG.info("view: {} serves the newest one again", name);
            failure = "";
        }
        running = false;
        next();
    }

    private void onFailure(ServedView view, Throwable why) {
        String told = "view: " + name + " does not serve the newest one: " + why;
        if (!told.equals(failure)) {
            LOG.error("{}; trying again, please report this", told, why);
            failure = told;
        }
        running = false;
        if (waiting == null) {
            waiting = view;
            retry = loop.schedule(PAUSE, this::next);
        } else {
            next();
        }
    }
}
