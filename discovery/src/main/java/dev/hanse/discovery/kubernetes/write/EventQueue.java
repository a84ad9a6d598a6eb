// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.net.time.TokenBucket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells Events where people look for them: each once in half an hour, and few in a time, since a server that refuses one object may refuse thousands. What is left out is told
 * when it is so the next time. Nothing waits for it. For any thread.
 */
final class EventQueue {

    private static final int MOST_WAITING = 100;
    private static final int MOST_KNOWN = 1000;
    private static final Duration AGAIN = Duration.ofMinutes(30);
    private static final Duration TROUBLE = Duration.ofMinutes(5);

    private final BlockingQueue<ApiEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Map<String, Long> told = new LinkedHashMap<>();
    private final TokenBucket bucket;
    private final Attempt attempt;
    private final LongSupplier nanos;
    private final BooleanSupplier writes;
    private volatile Trouble trouble = new Trouble("", 0);

    /** That an Event was not taken, and when. */
    private record Trouble(String text, long sinceNanos) {}

    /** Creates an Event; for tests. */
    interface Attempt {

        /** Empty: this one does not write now. */
        Optional<Outcome> create(ApiEvent event) throws InterruptedException;
    }

    /**
     * @param burst how many may go at once
     * @param each and how often one after these
     * @param writes whether this one writes now
     * @param nanos monotonic clock
     */
    EventQueue(int burst, Duration each, Attempt attempt, BooleanSupplier writes, LongSupplier nanos) {
        this.attempt = attempt;
        this.writes = writes;
        this.nanos = nanos;
        this.bucket = new TokenBucket(burst, each, nanos.getAsLong());
    }

    /** Something is so, perhaps still. */
    synchronized void add(ApiEvent event) {
        String name = fullName(event);
        long now = nanos.getAsLong();
        Long before = told.get(name);
        boolean due = before == null || now - before >= AGAIN.toNanos();
        if (due && bucket.take(now) && waiting.offer(event)) {
            remember(name, now);
        }
    }

    private void remember(String name, long now) {
        told.remove(name);
        if (told.size() >= MOST_KNOWN) {
            told.remove(told.keySet().iterator().next());
        }
        told.put(name, now);
    }

    /** Tells one after the other until interrupted. */
    void work() {
        try {
            while (true) {
                tell(waiting.take());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /** One that is there already was told by another gateway, or before a restart. One that is not taken is told the next time. */
    void tell(ApiEvent event) throws InterruptedException {
        Optional<Outcome> outcome = attempt.create(event);
        boolean taken = outcome.isPresent() && (outcome.get().done() || outcome.get() instanceof Outcome.AlreadyExists);
        if (!taken) {
            forget(event);
        }
        trouble = outcome.filter(Outcome.Forbidden.class::isInstance)
                .map(each -> new Trouble(Wait.trouble("Event " + event.eventName(), each), nanos.getAsLong()))
                .orElseGet(() -> new Trouble("", 0));
    }

    private synchronized void forget(ApiEvent event) {
        told.remove(fullName(event));
    }

    private static String fullName(ApiEvent event) {
        return event.eventNamespace() + "/" + event.eventName();
    }

    /**
     * What an operator should know: that the role lacks the right. Whatever else keeps an Event from being taken keeps the object too, which is told. Where nothing is refused any more no
     * Event is sent that could show that the right was granted, so it is told for a while only.
     */
    List<String> told() {
        Trouble last = trouble;
        boolean now = writes.getAsBoolean() && nanos.getAsLong() - last.sinceNanos() < TROUBLE.toNanos();
        return last.text().isEmpty() || !now ? List.of() : List.of(last.text());
    }
}
