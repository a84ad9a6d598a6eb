// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be looked at, each by one worker at a time, now or later. For any thread.
 *
 * @param <K> names it
 */
final class WorkQueue<K> {

    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
    private static final Duration FAULT = Duration.ofSeconds(10);

    private final Map<K, Long> due = new HashMap<>();
    private final PriorityQueue<Turn<K>> turns = new PriorityQueue<>(Comparator.comparingLong(Turn::at));
    private final Set<K> busy = new HashSet<>();
    private final LongSupplier nanos;
    private final long origin;

    private record Turn<K>(K key, long at) {}

    /** @param nanos monotonic clock */
    WorkQueue(LongSupplier nanos) {
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /** As soon as possible. */
    void add(K key) {
        add(key, Duration.ZERO);
    }

    /** After that time; sooner where it was to be sooner. */
    synchronized void add(K key, Duration delay) {
        long at = nanos.getAsLong() - origin + delay.toNanos();
        Long before = due.get(key);
        if (before == null || before > at) {
            due.put(key, at);
            turns.add(new Turn<>(key, at));
            notifyAll();
        }
    }

    /** Waits for one; {@link #done} follows. */
    synchronized K take() throws InterruptedException {
        while (true) {
            long now = nanos.getAsLong() - origin;
            Optional<K> next = next(now);
            if (next.isPresent()) {
                return next.get();
            }
            Turn<K> first = turns.peek();
            if (first == null) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, first.at() - now));
            }
        }
    }

    /** One that is being looked at waits until that has ended: it is put back then. */
    private Optional<K> next(long now) {
        for (Turn<K> turn = turns.peek(); turn != null && turn.at() <= now; turn = turns.peek()) {
            turns.remove();
            Long at = due.get(turn.key());
            if (at != null && at == turn.at() && !busy.contains(turn.key())) {
                due.remove(turn.key());
                busy.add(turn.key());
                return Optional.of(turn.key());
            }
        }
        return Optional.empty();
    }

    /**
     * Looks at one after the other until interrupted.
     *
     * @param kind what they are, for messages
     */
    void work(String kind, Look<K> look) {
        try {
            while (true) {
                K key = take();
                try {
                    lookSafely(kind, look, key).ifPresent(delay -> add(key, delay));
                } finally {
                    done(key);
                }
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private Optional<Duration> lookSafely(String kind, Look<K> look, K key) throws InterruptedException {
        try {
            return look.at(key);
        } catch (RuntimeException e) {
            LOG.error("kubernetes: a fault of this program with {} {}; please report it", kind, key, e);
            return Optional.of(FAULT);
        }
    }

    /**
     * What is done with each.
     *
     * @param <K> names it
     */
    @FunctionalInterface
    interface Look<K> {

        /** Returns when to look again; empty: when something has changed. */
        Optional<Duration> at(K key) throws InterruptedException;
    }

    /** It was looked at; what came meanwhile is looked at again. */
    synchronized void done(K key) {
        busy.remove(key);
        Long at = due.get(key);
        if (at != null) {
            turns.add(new Turn<>(key, at));
            notifyAll();
        }
    }
}
