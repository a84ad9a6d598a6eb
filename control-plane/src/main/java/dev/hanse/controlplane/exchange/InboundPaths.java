// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.wire.Traffics;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what gateways report of their paths. Thread-safe. */
final class InboundPaths {

    private final ControlLoop loop;
    private final Streams streams;
    private final Peers peers;
    private final InstantSource clock;

    InboundPaths(ControlLoop loop, Streams streams, Peers peers, InstantSource clock) {
        this.loop = loop;
        this.streams = streams;
        this.peers = peers;
        this.clock = clock;
    }

    void take(GatewayStream stream, PathReport report) {
        if (report.getPathsCount() > PathReports.MAX_PATHS) {
            throw new ProtocolViolationException("path report: " + report.getPathsCount() + " paths (expected: at most "
                    + PathReports.MAX_PATHS + ")");
        }
        List<PathReports.Path> paths = new ArrayList<>();
        report.getPathsList().forEach(each -> paths.add(path(each)));
        loop.run(() -> {
            paths.removeIf(path -> peers.members().gateway(path.peer()).isEmpty());
            if (streams.isCurrent(stream)) {
                peers.paths().put(stream.gateway(), paths, clock.instant());
            }
        });
    }

    private static PathReports.Path path(PathState state) {
        try {
            GatewayId peer = new GatewayId(
                    new ClusterId(state.getPeer().getCluster()), state.getPeer().getGateway());
            long micros = Math.clamp(state.getRoundTripMicros(), 0, Integer.MAX_VALUE);
            return new PathReports.Path(
                    peer,
                    state.getUp(),
                    Duration.ofNanos(micros * 1_000),
                    ReceivedTime.of(state.getSince()),
                    state.hasTraffic() ? Optional.of(Traffics.fromMessage(state.getTraffic())) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException("path report: " + e.getMessage());
        }
    }
}
