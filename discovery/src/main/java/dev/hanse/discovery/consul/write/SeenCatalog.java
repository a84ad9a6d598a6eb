// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Consul has, as those who follow it say, and what keeps them from saying. For any thread. */
final class SeenCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(SeenCatalog.class);

    private final SortedMap<String, String> troubles = new TreeMap<>();
    private @Nullable SeenNode node;
    private @Nullable Map<String, Health> health;
    private @Nullable Set<String> names;
    private @Nullable SeenLock lock;
    private long namesVersion;
    private long version;
    private boolean changed;

    synchronized void onNode(SeenNode now) {
        node = now;
        answered();
    }

    synchronized void onHealth(Map<String, Health> now) {
        health = now;
        answered();
    }

    synchronized void onNames(Set<String> now) {
        if (!now.equals(names)) {
            namesVersion++;
        }
        names = now;
        answered();
    }

    synchronized void onLock(SeenLock now) {
        lock = now;
        answered();
    }

    private void answered() {
        version++;
        wake();
    }

    /** There is something else to do. */
    synchronized void wake() {
        changed = true;
        notifyAll();
    }

    /** Returns once something has changed since the last time, or after the time. */
    synchronized void await(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); !changed && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        changed = false;
    }

    /** Empty: not all of it was read yet. */
    synchronized Optional<SeenState> state() {
        return node == null || health == null || names == null || lock == null
                ? Optional.empty()
                : Optional.of(new SeenState(node, health, names, namesVersion, lock, version));
    }

    /** Which gateway writes; empty: none, or it is not known. */
    synchronized String holder() {
        return lock == null || lock.session().isEmpty() ? "" : lock.holder();
    }

    /** It goes wrong; said once in the log. */
    void onTrouble(String what, ConsulException failure) {
        onTrouble(what, failure.reason());
    }

    synchronized void onTrouble(String what, String reason) {
        if (!reason.equals(troubles.put(what, reason))) {
            LOG.warn("consul: imports: {}: {}; trying again", what, reason);
        }
    }

    /** It goes well. */
    synchronized void onSuccess(String what) {
        if (troubles.remove(what) != null) {
            LOG.info("consul: imports: {}: as it should be again", what);
        }
    }

    /** One line for each. */
    synchronized List<String> troubles() {
        return troubles.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .toList();
    }
}
