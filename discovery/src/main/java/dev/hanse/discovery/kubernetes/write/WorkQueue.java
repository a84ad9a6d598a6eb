// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ServiceName;
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

/** Services that are to be looked at, each by one worker at a time, now or later. For any thread. */
final class WorkQueue {

    private final Map<ServiceName, Long> due = new HashMap<>();
    private final PriorityQueue<Turn> turns = new PriorityQueue<>(Comparator.comparingLong(Turn::at));
    private final Set<ServiceName> busy = new HashSet<>();
    private final LongSupplier nanos;
    private final long origin;

    private record Turn(ServiceName service, long at) {}

    /** @param nanos monotonic clock */
    WorkQueue(LongSupplier nanos) {
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /** As soon as possible. */
    void add(ServiceName service) {
        add(service, Duration.ZERO);
    }

    /** After that time; sooner where it was to be sooner. */
    synchronized void add(ServiceName service, Duration delay) {
        long at = nanos.getAsLong() - origin + delay.toNanos();
        Long before = due.get(service);
        if (before == null || before > at) {
            due.put(service, at);
            turns.add(new Turn(service, at));
            notifyAll();
        }
    }

    /** Waits for one; {@link #done} follows. */
    synchronized ServiceName take() throws InterruptedException {
        while (true) {
            long now = nanos.getAsLong() - origin;
            Optional<ServiceName> next = next(now);
            if (next.isPresent()) {
                return next.get();
            }
            Turn first = turns.peek();
            if (first == null) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, first.at() - now));
            }
        }
    }

    /** One that is being looked at waits until that has ended: it is put back then. */
    private Optional<ServiceName> next(long now) {
        for (Turn turn = turns.peek(); turn != null && turn.at() <= now; turn = turns.peek()) {
            turns.remove();
            Long at = due.get(turn.service());
            if (at != null && at == turn.at() && !busy.contains(turn.service())) {
                due.remove(turn.service());
                busy.add(turn.service());
                return Optional.of(turn.service());
            }
        }
        return Optional.empty();
    }

    /** It was looked at; what came meanwhile is looked at again. */
    synchronized void done(ServiceName service) {
        busy.remove(service);
        Long at = due.get(service);
        if (at != null) {
            turns.add(new Turn(service, at));
            notifyAll();
        }
    }
}
