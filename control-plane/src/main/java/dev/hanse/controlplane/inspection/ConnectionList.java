// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.ListConnectionsResponse;
import java.util.Optional;
import java.util.TreeMap;

/** Shows the paths that gateways report. Owned by the control loop. */
final class ConnectionList {

    private final Peers peers;

    ConnectionList(Peers peers) {
        this.peers = peers;
    }

    /** The paths from one cluster's gateways; empty: from all. */
    ListConnectionsResponse from(Optional<ClusterId> cluster) {
        ListConnectionsResponse.Builder response = ListConnectionsResponse.newBuilder();
        peers.paths().all().forEach((gateway, report) -> {
            if (cluster.isEmpty() || cluster.get().equals(gateway.cluster())) {
                new TreeMap<>(report.paths())
                        .values()
                        .forEach(path -> response.addConnections(connection(gateway, path, report)));
            }
        });
        return response.build();
    }

    private Connection connection(GatewayId from, PathReports.Path path, PathReports.Report report) {
        return ConnectionMessages.connection(from, path, report)
                .setFromWorkers(workers(from))
                .setToWorkers(workers(path.peer()))
                .build();
    }

    private int workers(GatewayId gateway) {
        return peers.members()
                .gateway(gateway)
                .flatMap(GatewayMember::tunnel)
                .map(GatewayTunnel::workers)
                .orElse(0);
    }
}
