// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.peers.PathTraffic;
import dev.hanse.discovery.contract.Times;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.DirectionTraffic;
import dev.hanse.proto.v1.GatewayFindings;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.HostFinding;
import dev.hanse.proto.v1.PathDrop;
import java.util.List;
import java.util.TreeMap;

/** Paths as operators see them. */
final class ConnectionMessages {

    private ConnectionMessages() {}

    static Connection.Builder connection(GatewayId from, PathReports.Path path, PathReports.Report report) {
        Connection.Builder connection = Connection.newBuilder()
                .setFrom(gateway(from))
                .setTo(gateway(path.peer()))
                .setUp(path.up())
                .setRoundTripMicros(path.roundTrip().toNanos() / 1_000)
                .setSince(Times.toMessage(path.since()))
                .setReportedAt(Times.toMessage(report.receivedAt()))
                .setMtu(path.mtu());
        path.traffic().map(ConnectionMessages::traffic).ifPresent(connection::setTraffic);
        return connection;
    }

    static GatewayFindings findings(GatewayId gateway, List<PathReports.Finding> findings) {
        GatewayFindings.Builder message = GatewayFindings.newBuilder().setGateway(gateway(gateway));
        findings.forEach(each -> message.addFindings(HostFinding.newBuilder()
                .setCode(each.code())
                .setText(each.text())
                .setRemedy(each.remedy())));
        return message.build();
    }

    static GatewayKey gateway(GatewayId id) {
        return GatewayKey.newBuilder()
                .setCluster(id.cluster().value())
                .setGateway(id.name())
                .build();
    }

    private static dev.hanse.proto.v1.PathTraffic traffic(PathTraffic traffic) {
        dev.hanse.proto.v1.PathTraffic.Builder message = dev.hanse.proto.v1.PathTraffic.newBuilder()
                .setSent(direction(traffic.sent()))
                .setReceived(direction(traffic.received()));
        new TreeMap<>(traffic.drops())
                .forEach((reason, count) ->
                        message.addDrops(PathDrop.newBuilder().setReason(reason).setCount(count)));
        return message.build();
    }

    private static DirectionTraffic direction(PathTraffic.Direction direction) {
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
