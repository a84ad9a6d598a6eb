// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the origins of answers, so that an answer is counted by one addition. An origin keeps its number for good, so
 * that its count goes on when it comes back; beyond the limit there are no more. Written by one thread, read by any.
 */
final class OriginNumbers {

    /** Services times clusters; answers about what comes later are counted by response code only. */
    static final int MAX = 65_536;

    private final int limit;
    private final Map<Origin, Integer> numbers = new ConcurrentHashMap<>();

    OriginNumbers(int limit) {
        this.limit = limit;
    }

    /** The number of this origin, or {@link Node#NO_ORIGIN} if there are too many. */
    int of(ServiceName service, @Nullable ClusterId cluster) {
        Origin origin = new Origin(service, cluster);
        Integer known = numbers.get(origin);
        if (known != null) {
            return known;
        }
        int next = numbers.size();
        if (next == limit) {
            return Node.NO_ORIGIN;
        }
        numbers.put(origin, next);
        return next;
    }

    /** All so far. */
    Map<Origin, Integer> all() {
        return Map.copyOf(numbers);
    }
}
