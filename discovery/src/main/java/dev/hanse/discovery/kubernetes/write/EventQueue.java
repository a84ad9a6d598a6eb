// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.net.time.TokenBucket;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Events where people look for them: each once in half an hour, and few in a time, since a server that refuses one object may refuse thousands. What is left out is told
 * when it is so the next time, before what was told already. Nothing waits for it. For any thread.
 */
final class EventQueue {

    private static final int MOST_WAITING = 100;
    private static final int MOST_KNOWN = 1000;
    private static final Duration AGAIN = Duration.ofMinutes(30);

    /** Of one that is there, nobody knows how long it has been: the server forgets it an hour after it was made. */
    private static final Duration AGAIN_WHERE_THERE = Duration.ofMinutes(5);

    private static final Duration TROUBLE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);

    private final BlockingQueue<ApiEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    /** When each is to be told again. */
    private final Map<String, Long> due = new LinkedHashMap<>();

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
    void add(ApiEvent event) {
        add(List.of(event));
    }

    /** All this is so. First those that were never told, as they are in the list, then those that have been due for the longest time. */
    synchronized void add(List<ApiEvent> events) {
        long now = nanos.getAsLong();
        List<Due> sorted = events.stream()
                .map(event -> new Due(event, due.get(fullName(event))))
                .filter(each -> each.isDue(now))
                .sorted(Comparator.comparingLong((Due each) -> each.late(now)).reversed())
                .toList();
        for (Due each : sorted) {
            add(each.event(), now);
        }
    }

    private void add(ApiEvent event, long now) {
        if (bucket.take(now) && waiting.offer(event)) {
            remember(event, now + AGAIN.toNanos());
        }
    }

    /** @param since when it is to be told again; null: it never was */
    private record Due(ApiEvent event, @Nullable Long since) {

        private boolean isDue(long now) {
            return since == null || now - since >= 0;
        }

        private long late(long now) {
            return since == null ? Long.MAX_VALUE : now - since;
        }
    }

    private synchronized void remember(ApiEvent event, long again) {
        String name = fullName(event);
        due.remove(name);
        if (due.size() >= MOST_KNOWN) {
            due.remove(due.keySet().iterator().next());
        }
        due.put(name, again);
    }

    /** Tells one after the other until interrupted. */
    void work() {
        try {
            while (true) {
                tellSafely(waiting.take());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /** A mistake costs one Event, not all that come after it. */
    private void tellSafely(ApiEvent event) throws InterruptedException {
        try {
            tell(event);
        } catch (RuntimeException e) {
            LOG.error("Event {} cannot be told", event.eventName(), e);
            remember(event, nanos.getAsLong());
        }
    }

    /** One that is there already was told by another gateway, or before a restart. One that is not taken is told the next time, after those that wait for their first. */
    void tell(ApiEvent event) throws InterruptedException {
        Optional<Outcome> outcome = attempt.create(event);
        if (outcome.filter(Outcome.AlreadyExists.class::isInstance).isPresent()) {
            remember(event, nanos.getAsLong() + AGAIN_WHERE_THERE.toNanos());
        } else if (outcome.filter(Outcome::done).isEmpty()) {
            remember(event, nanos.getAsLong());
        }
        trouble = outcome.filter(Outcome.Forbidden.class::isInstance)
                .map(each -> new Trouble(Wait.trouble("Event " + event.eventName(), each), nanos.getAsLong()))
                .orElseGet(() -> new Trouble("", 0));
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
