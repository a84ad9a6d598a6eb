// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers which instances have a node that got another id while they were there. An agent that has lost its data registers its node first and deregisters what it does not know right after: an answer
 * from in between shows the instances under the new id, and the next one lacks them. Confined to its owner.
 */
final class NodeIds {

    /** Deregistering what an agent does not know is a matter of seconds; later it is meant. */
    static final Duration MEMORY = Duration.ofMinutes(5);

    /** Beyond so many all are forgotten, and learned again by the answers that follow. */
    private static final int MOST = 20_000;

    private final LongSupplier nanoClock;
    private final Map<String, Seen> nodes = new HashMap<>();

    private record Seen(String id, boolean renewed, long sinceNanos) {}

    NodeIds(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** An answer shows the node with this id. */
    void see(String node, String id) {
        Seen before = nodes.get(node);
        if (before == null || !before.id().equals(id)) {
            if (nodes.size() >= MOST) {
                nodes.clear();
            }
            nodes.put(node, new Seen(id, before != null, nanoClock.getAsLong()));
        }
    }

    /** An answer lacks what is called so: if it comes back, it was registered again. */
    void forget(String name) {
        nodes.remove(name);
    }

    /** Whether the node has had its id for so short a time that its agent may not be done with deregistering. */
    boolean isRenewed(String node) {
        Seen seen = nodes.get(node);
        return seen != null && seen.renewed() && nanoClock.getAsLong() - seen.sinceNanos() < MEMORY.toNanos();
    }
}
