// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.net.text.Utf8;
import java.util.List;
import java.util.Map;

/**
 * What a gateway says that it carried over one path. Passed on as it is said: a member can lie about itself and about nobody else.
 *
 * @param sent to the peer
 * @param received from the peer
 * @param drops by reason; at most {@link #MAX_DROPS}
 */
public record PathTraffic(Direction sent, Direction received, Map<String, Long> drops) {

    /** Limit of reasons. */
    public static final int MAX_DROPS = 64;

    /** Limit of a reason's octets. */
    public static final int MAX_REASON = 64;

    /** Limit of buckets. */
    public static final int MAX_BUCKETS = 16;

    /**
     * One direction.
     *
     * @param packets packets of pods
     * @param octets their octets
     * @param bursts system calls by datagrams, in buckets that double; at most {@link #MAX_BUCKETS}
     * @param burstDatagrams datagrams of these calls
     * @param timedFrames frames whose cipher was timed
     * @param timedNanos how long it took for them
     * @param timedOctets their octets
     */
    public record Direction(
            long packets,
            long octets,
            List<Long> bursts,
            long burstDatagrams,
            long timedFrames,
            long timedNanos,
            long timedOctets) {

        /** Copies the list and checks its length. */
        public Direction {
            bursts = List.copyOf(bursts);
            requireAtMost("burst buckets", bursts.size(), MAX_BUCKETS);
        }
    }

    /** Copies the map and checks its size. */
    public PathTraffic {
        drops = Map.copyOf(drops);
        requireAtMost("drop reasons", drops.size(), MAX_DROPS);
        drops.keySet().forEach(reason -> requireAtMost("octets of a drop reason", Utf8.octets(reason), MAX_REASON));
    }

    private static void requireAtMost(String what, int count, int limit) {
        if (count > limit) {
            throw new IllegalArgumentException(what + ": " + count + " (expected: at most " + limit + ")");
        }
    }
}
