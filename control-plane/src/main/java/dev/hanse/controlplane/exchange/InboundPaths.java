// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.proto.v1.PathReport;
import java.time.InstantSource;
import java.util.List;

/** Takes what gateways report of their paths. Thread-safe. */
final class InboundPaths {

    private final ControlLoop loop;
    private final Streams streams;
    private final Peers peers;
    private final InstantSource clock;
    private final ReachNews reach;

    InboundPaths(ControlLoop loop, Streams streams, Peers peers, InstantSource clock, ReachNews reach) {
        this.loop = loop;
        this.streams = streams;
        this.peers = peers;
        this.clock = clock;
        this.reach = reach;
    }

    void take(GatewayStream stream, PathReport report) {
        List<PathReports.Path> paths = PathMessages.paths(report);
        List<PathReports.Finding> findings = PathMessages.findings(report);
        loop.run(() -> {
            paths.removeIf(path -> peers.members().gateway(path.peer()).isEmpty());
            if (streams.isCurrent(stream)) {
                peers.paths().put(stream.gateway(), paths, findings, clock.instant());
                reach.tell(stream.gateway().cluster());
            }
        });
    }
}
