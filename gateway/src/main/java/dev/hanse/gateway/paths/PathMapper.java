// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.discovery.contract.Times;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathTraffic;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.peer.PeerId;
import java.util.Collection;
import java.util.Map;

/** Path states and what the paths carried, as they travel up. */
final class PathMapper {

    /** Most paths in one report. */
    static final int MAX_PATHS = 1024;

    /** Room for traffic in a message of 1 MiB; the states of so many paths fill a quarter at most. */
    private static final int MAX_TRAFFIC_OCTETS = 700 << 10;

    private static final long NANOS_PER_MICRO = 1000;

    private PathMapper() {}

    /** A report of the given paths, of the first {@link #MAX_PATHS} where there are more, with traffic as far as there is room. */
    static PathReport toProto(Collection<PathState> paths, Map<PeerId, Traffic> traffic) {
        PathReport.Builder report = PathReport.newBuilder();
        int room = MAX_TRAFFIC_OCTETS;
        for (PathState path : paths.stream().limit(MAX_PATHS).toList()) {
            dev.hanse.proto.v1.PathState.Builder state = toProto(path);
            Traffic carried = traffic.get(path.peer());
            if (carried != null) {
                PathTraffic message = TrafficMapper.toProto(carried);
                room -= message.getSerializedSize();
                if (room >= 0) {
                    state.setTraffic(message);
                }
            }
            report.addPaths(state);
        }
        return report.build();
    }

    private static dev.hanse.proto.v1.PathState.Builder toProto(PathState path) {
        return dev.hanse.proto.v1.PathState.newBuilder()
                .setPeer(PeerMapper.toProto(path.peer()))
                .setUp(path.up())
                .setRoundTripMicros(path.roundTrip().toNanos() / NANOS_PER_MICRO)
                .setSince(Times.toMessage(path.since()))
                .setMtu(path.mtu());
    }
}
