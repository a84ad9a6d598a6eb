// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that have to wait, each for itself: those that Consul does not take, that changed while they were written, or that somebody changes again and again. For any thread. */
final class ServiceDelays {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceDelays.class);

    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration RACE = Duration.ofMillis(100);

    /** Longer than the writer itself waits after a failure, so that others are written meanwhile. */
    private static final Duration FAILED = Duration.ofSeconds(10);

    /** What was written is read again within so long; else nothing had to be changed. */
    private static final Duration READ = Duration.ofSeconds(5);

    private final Map<String, Wait> waits = new HashMap<>();
    private final Map<String, Written> written = new HashMap<>();
    private final LongSupplier nanos;
    private final RandomGenerator random;

    private record Wait(Backoff backoff, long until, String told) {}

    private record Written(Map<String, WantedInstance> content, long at, long version, Backoff repairs) {}

    ServiceDelays(LongSupplier nanos, RandomGenerator random) {
        this.nanos = nanos;
        this.random = random;
    }

    /**
     * Whether it is left alone for now.
     *
     * @param version of what was read last
     */
    synchronized boolean holds(String service, long version) {
        long now = nanos.getAsLong();
        Wait wait = waits.get(service);
        Written before = written.get(service);
        boolean unread = before != null && before.version == version && now - before.at < READ.toNanos();
        return unread || wait != null && now < wait.until;
    }

    /** Whether any service waits for its time. */
    synchronized boolean isAnyWaiting() {
        return !waits.isEmpty();
    }

    /** It is as it is to be. */
    synchronized void onRight(String service) {
        Wait wait = waits.get(service);
        if (wait != null && nanos.getAsLong() >= wait.until) {
            waits.remove(service);
        }
    }

    /** Consul, or somebody's entry in it, is against it. */
    synchronized void onRefused(String service, String why) {
        onTold(service, why, Duration.ZERO);
    }

    /** Consul gave no answer, and perhaps it is this service that it stumbles over. */
    synchronized void onFailed(String service, String why) {
        onTold(service, why, FAILED);
    }

    private void onTold(String service, String why, Duration least) {
        Wait before = waits.get(service);
        Backoff backoff = before != null && !before.told.isEmpty() ? before.backoff : backoff();
        String told = "service " + service + " is not written: " + why;
        if (before == null || !told.equals(before.told)) {
            LOG.warn("consul: imports: {}; trying again", told);
        }
        Duration delay = least.plus(backoff.next());
        waits.put(service, new Wait(backoff, nanos.getAsLong() + delay.toNanos(), told));
    }

    /** What was read of it is out of date. */
    synchronized void onStale(String service) {
        onWait(service, RACE);
    }

    private void onWait(String service, Duration delay) {
        waits.put(service, new Wait(backoff(), nanos.getAsLong() + delay.toNanos(), ""));
    }

    /** It was written. Where the same was written before, somebody else changed it, and it waits ever longer. That all of it was removed says nothing of whether it will be taken. */
    synchronized void onDone(String service, Map<String, WantedInstance> content, long version) {
        long now = nanos.getAsLong();
        boolean told = content.isEmpty() && isTold(service);
        if (!told) {
            waits.remove(service);
        }
        Written before = written.get(service);
        boolean again = before != null && before.content.equals(content) && now - before.at < 2 * MOST.toNanos();
        Backoff repairs = before != null && again ? before.repairs : backoff();
        if (again && !told) {
            onWait(service, repairs.next());
        }
        written.put(service, new Written(content, now, version, repairs));
    }

    private boolean isTold(String service) {
        return !told(service).isEmpty();
    }

    /** All others are neither wanted nor there. */
    synchronized void retain(Set<String> services) {
        waits.keySet().retainAll(services);
        written.keySet().retainAll(services);
    }

    private Backoff backoff() {
        return new Backoff(TimeUnit.MILLISECONDS, LEAST, FIRST, MOST, random);
    }

    /** Why it is refused; empty: it is not. */
    synchronized String told(String service) {
        Wait wait = waits.get(service);
        return wait == null ? "" : wait.told;
    }

    /** One line for each that is refused. */
    synchronized List<String> told() {
        return waits.values().stream()
                .map(Wait::told)
                .filter(told -> !told.isEmpty())
                .sorted()
                .toList();
    }
}
