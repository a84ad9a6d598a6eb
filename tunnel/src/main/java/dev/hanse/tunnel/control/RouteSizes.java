// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import dev.hanse.net.address.IpPrefix;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What routes are to take of what was measured: less at once, more every {@link #BETWEEN_RISES} at most for each prefix. Each change is a command on the host, and a member can have what is measured to it go up and
 * down as it likes. One thread.
 */
public final class RouteSizes {

    static final Duration BETWEEN_RISES = Duration.ofSeconds(10);

    private final Map<IpPrefix, Long> rises = new HashMap<>();
    private Map<IpPrefix, Integer> taken = Map.of();

    /** Knows of no route yet. */
    public RouteSizes() {}

    /** The same prefixes with octets that the route to each is to take now. */
    public Map<IpPrefix, Integer> of(Map<IpPrefix, Integer> measured, long nowNanos) {
        rises.keySet().retainAll(measured.keySet());
        Map<IpPrefix, Integer> next = new HashMap<>();
        measured.forEach((prefix, octets) -> next.put(prefix, of(prefix, octets, nowNanos)));
        taken = Map.copyOf(next);
        return taken;
    }

    private int of(IpPrefix prefix, int octets, long nowNanos) {
        int before = taken.getOrDefault(prefix, octets);
        if (octets <= before) {
            return octets;
        }
        Long last = rises.get(prefix);
        if (last != null && nowNanos - last < BETWEEN_RISES.toNanos()) {
            return before;
        }
        rises.put(prefix, nowNanos);
        return octets;
    }
}
