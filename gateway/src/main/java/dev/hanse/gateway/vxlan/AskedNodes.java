// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.net.time.NanoClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The nodes whose packets are to be taken: those that ask, and those that did within an hour. Thread-safe. */
final class AskedNodes {

    /** For how long a node's packets are taken after its stream has ended: its routes stand, whatever becomes of its process. */
    private static final Duration KEPT = Duration.ofHours(1);

    /** Twice what the port of nodes takes at once, so that the one that asked longest ago is none that still asks. */
    static final int MAX = 10_000;

    private final NanoClock clock;
    private final Map<InetAddress, Long> asked = new ConcurrentHashMap<>();

    AskedNodes(NanoClock clock) {
        this.clock = clock;
    }

    /** One asks, for the first time or again. Where there are too many the one whose stream ended longest ago makes room. */
    void add(InetAddress node) {
        long now = clock.nanoTime();
        if (asked.replace(node, now) == null) {
            if (asked.size() >= MAX) {
                dropOldest(now);
            }
            asked.put(node, now);
        }
    }

    private void dropOldest(long now) {
        asked.entrySet().stream()
                .max(Comparator.comparingLong(each -> now - each.getValue()))
                .ifPresent(oldest -> asked.remove(oldest.getKey(), oldest.getValue()));
    }

    /** Those of now. */
    Set<InetAddress> all() {
        long now = clock.nanoTime();
        asked.values().removeIf(time -> now - time > KEPT.toNanos());
        return Set.copyOf(asked.keySet());
    }
}
