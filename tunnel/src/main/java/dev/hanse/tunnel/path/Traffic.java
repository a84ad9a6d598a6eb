// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import java.util.EnumMap;
import java.util.Map;

/**
 * What went through, or did not.
 *
 * @param packetsOut inner packets sealed and handed to the system, segments counted singly
 * @param octetsOut their inner octets
 * @param packetsIn inner packets accepted
 * @param octetsIn their inner octets
 * @param out frames per call and sealing time
 * @param in frames per call and opening time
 * @param drops what was dropped, by reason; only reasons that occurred
 */
public record Traffic(
        long packetsOut,
        long octetsOut,
        long packetsIn,
        long octetsIn,
        DirectionCounts out,
        DirectionCounts in,
        Map<DropReason, Long> drops) {

    /** Nothing yet. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, DirectionCounts.NONE, DirectionCounts.NONE, Map.of());

    /** Copies the map. */
    public Traffic {
        drops = Map.copyOf(drops);
    }

    /** Drops and nothing else. */
    static Traffic dropped(Map<DropReason, Long> drops) {
        return new Traffic(0, 0, 0, 0, DirectionCounts.NONE, DirectionCounts.NONE, drops);
    }

    /** Both together. */
    public Traffic plus(Traffic other) {
        Map<DropReason, Long> sums = new EnumMap<>(DropReason.class);
        sums.putAll(drops);
        other.drops.forEach((reason, packets) -> sums.merge(reason, packets, Long::sum));
        return new Traffic(
                packetsOut + other.packetsOut,
                octetsOut + other.octetsOut,
                packetsIn + other.packetsIn,
                octetsIn + other.octetsIn,
                out.plus(other.out),
                in.plus(other.in),
                sums);
    }
}
