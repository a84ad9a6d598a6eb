// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.DirectionTraffic;
import java.math.BigInteger;
import java.util.List;

/** One direction of a path at one end. Fields as in {@code hanse.v1.DirectionTraffic}. */
record DirectionInfo(
        BigInteger packets,
        BigInteger octets,
        List<BigInteger> bursts,
        BigInteger burstDatagrams,
        BigInteger timedFrames,
        BigInteger timedNanos,
        BigInteger timedOctets) {

    static DirectionInfo of(DirectionTraffic traffic) {
        return new DirectionInfo(
                Unsigned.of(traffic.getPackets()),
                Unsigned.of(traffic.getOctets()),
                traffic.getBurstsList().stream().map(Unsigned::of).toList(),
                Unsigned.of(traffic.getBurstDatagrams()),
                Unsigned.of(traffic.getTimedFrames()),
                Unsigned.of(traffic.getTimedNanos()),
                Unsigned.of(traffic.getTimedOctets()));
    }

    /** System calls. */
    BigInteger calls() {
        return Unsigned.sum(bursts);
    }
}
