// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.proto.v1.DirectionTraffic;
import dev.hanse.proto.v1.PathDrop;
import dev.hanse.proto.v1.PathTraffic;
import dev.hanse.tunnel.path.DirectionCounts;
import dev.hanse.tunnel.path.Traffic;
import java.util.TreeMap;

/** What a path carried, as it travels up. */
final class TrafficMapper {

    private TrafficMapper() {}

    static PathTraffic toProto(Traffic traffic) {
        PathTraffic.Builder message = PathTraffic.newBuilder()
                .setSent(direction(traffic.packetsOut(), traffic.octetsOut(), traffic.out()))
                .setReceived(direction(traffic.packetsIn(), traffic.octetsIn(), traffic.in()));
        new TreeMap<>(traffic.drops())
                .forEach((reason, count) -> message.addDrops(
                        PathDrop.newBuilder().setReason(reason.name()).setCount(count)));
        return message.build();
    }

    private static DirectionTraffic direction(long packets, long octets, DirectionCounts counts) {
        return DirectionTraffic.newBuilder()
                .setPackets(packets)
                .setOctets(octets)
                .addAllBursts(counts.bursts())
                .setBurstDatagrams(counts.datagrams())
                .setTimedFrames(counts.samples())
                .setTimedNanos(counts.sampledNanos())
                .setTimedOctets(counts.sampledOctets())
                .build();
    }
}
