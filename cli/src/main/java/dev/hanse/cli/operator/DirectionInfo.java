// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.DirectionTraffic;
import java.util.List;

/** One direction of a path at one end. Fields as in {@code hanse.v1.DirectionTraffic}. */
record DirectionInfo(
        long packets,
        long octets,
        List<Long> bursts,
        long burstDatagrams,
        long timedFrames,
        long timedNanos,
        long timedOctets) {

    static DirectionInfo of(DirectionTraffic traffic) {
        return new DirectionInfo(
                traffic.getPackets(),
                traffic.getOctets(),
                List.copyOf(traffic.getBurstsList()),
                traffic.getBurstDatagrams(),
                traffic.getTimedFrames(),
                traffic.getTimedNanos(),
                traffic.getTimedOctets());
    }

    /** System calls. */
    long calls() {
        return bursts.stream().mapToLong(Long::longValue).sum();
    }
}
