// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.wire;

import dev.hanse.controlplane.peers.PathTraffic;
import dev.hanse.proto.v1.DirectionTraffic;
import dev.hanse.proto.v1.PathDrop;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What paths carried. */
public final class Traffics {

    private Traffics() {}

    /**
     * From a message.
     *
     * @throws IllegalArgumentException if it passes a limit
     */
    public static PathTraffic fromMessage(dev.hanse.proto.v1.PathTraffic message) {
        Map<String, Long> drops = new HashMap<>();
        message.getDropsList().forEach(drop -> drops.merge(drop.getReason(), drop.getCount(), Long::sum));
        return new PathTraffic(direction(message.getSent()), direction(message.getReceived()), drops);
    }

    private static PathTraffic.Direction direction(DirectionTraffic message) {
        return new PathTraffic.Direction(
                message.getPackets(),
                message.getOctets(),
                message.getBurstsList(),
                message.getBurstDatagrams(),
                message.getTimedFrames(),
                message.getTimedNanos(),
                message.getTimedOctets());
    }

    /** As a message. */
    public static dev.hanse.proto.v1.PathTraffic toMessage(PathTraffic traffic) {
        dev.hanse.proto.v1.PathTraffic.Builder message = dev.hanse.proto.v1.PathTraffic.newBuilder()
                .setSent(toMessage(traffic.sent()))
                .setReceived(toMessage(traffic.received()));
        new TreeMap<>(traffic.drops())
                .forEach((reason, count) ->
                        message.addDrops(PathDrop.newBuilder().setReason(reason).setCount(count)));
        return message.build();
    }

    private static DirectionTraffic toMessage(PathTraffic.Direction direction) {
        return DirectionTraffic.newBuilder()
                .setPackets(direction.packets())
                .setOctets(direction.octets())
                .addAllBursts(direction.bursts())
                .setBurstDatagrams(direction.burstDatagrams())
                .setTimedFrames(direction.timedFrames())
                .setTimedNanos(direction.timedNanos())
                .setTimedOctets(direction.timedOctets())
                .build();
    }
}
