// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.GatewayFindings;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.ListConnectionsResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Shows the paths that gateways report. Owned by the control loop. */
final class ConnectionList {

    /** Gateways whose hosts are told of. */
    private static final int MAX_FINDINGS = 256;

    private final Peers peers;

    ConnectionList(Peers peers) {
        this.peers = peers;
    }

    /**
     * A page of the paths.
     *
     * @param cluster whose gateways' paths these are; empty: of all
     * @param after the last path of the page before; empty: the first page
     */
    ListConnectionsResponse from(Optional<ClusterId> cluster, Optional<PageTokens.Pair> after) {
        Stream<Connection> all = reports(cluster).flatMap(each -> paths(each.getKey(), each.getValue(), after));
        Page.Filled<Connection> found = Page.largest().fill(all.iterator());
        return ListConnectionsResponse.newBuilder()
                .addAllConnections(found.entries())
                .addAllFindings(after.isEmpty() ? findings(cluster) : List.of())
                .setNextPageToken(found.next(ConnectionList::token))
                .build();
    }

    /** By gateway, in order. */
    private Stream<Map.Entry<GatewayId, PathReports.Report>> reports(Optional<ClusterId> cluster) {
        return new TreeMap<>(peers.paths().all())
                .entrySet().stream()
                        .filter(each -> cluster.isEmpty()
                                || cluster.get().equals(each.getKey().cluster()));
    }

    private List<GatewayFindings> findings(Optional<ClusterId> cluster) {
        Stream<GatewayFindings> all = reports(cluster)
                .filter(each -> !each.getValue().findings().isEmpty())
                .map(each -> ConnectionMessages.findings(
                        each.getKey(), each.getValue().findings()));
        return Page.beside(MAX_FINDINGS).fill(all.iterator()).entries();
    }

    private Stream<Connection> paths(GatewayId gateway, PathReports.Report report, Optional<PageTokens.Pair> after) {
        return new TreeMap<>(report.paths())
                .values().stream()
                        .filter(path ->
                                after.isEmpty() || new PageTokens.Pair(gateway, path.peer()).compareTo(after.get()) > 0)
                        .map(path -> connection(gateway, path, report));
    }

    private static String token(Connection connection) {
        GatewayKey from = connection.getFrom();
        GatewayKey to = connection.getTo();
        return String.join("/", from.getCluster(), from.getGateway(), to.getCluster(), to.getGateway());
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
