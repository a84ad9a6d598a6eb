// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Age;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ListConnectionsRequest;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hanse connections}. */
@Command(name = "connections", description = "Lists the paths between gateways as both ends report them.")
public final class ConnectionsCommand extends OperatorVerb {

    /** One direction of a path. Fields as in {@code hanse.v1.Connection}. */
    record ConnectionInfo(
            String from,
            String to,
            boolean up,
            long roundTripMicros,
            @Nullable Instant since,
            @Nullable Instant reportedAt) {

        static ConnectionInfo of(Connection connection) {
            return new ConnectionInfo(
                    connection.getFrom().getCluster() + "/"
                            + connection.getFrom().getGateway(),
                    connection.getTo().getCluster() + "/" + connection.getTo().getGateway(),
                    connection.getUp(),
                    connection.getRoundTripMicros(),
                    connection.hasSince() ? ProtoTime.toInstant(connection.getSince()) : null,
                    connection.hasReportedAt() ? ProtoTime.toInstant(connection.getReportedAt()) : null);
        }

        /** As {@code 0.42 ms}; empty before the first measurement. */
        String roundTrip() {
            return roundTripMicros == 0 ? "" : String.format(Locale.ROOT, "%.2f ms", roundTripMicros / 1000.0);
        }
    }

    @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only paths from this cluster; default: all.")
    private String cluster = "";

    /** The verb for one console. */
    public ConnectionsCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        var answer = controlPlane
                .stub(InspectionGrpc::newBlockingStub)
                .listConnections(ListConnectionsRequest.newBuilder()
                        .setClusterId(cluster)
                        .build());
        printer.list(
                answer.getConnectionsList().stream().map(ConnectionInfo::of).toList(), table());
    }

    private Table<ConnectionInfo> table() {
        return Table.<ConnectionInfo>of()
                .column("FROM", ConnectionInfo::from)
                .column("TO", ConnectionInfo::to)
                .column("STATE", connection -> connection.up() ? "up" : "down")
                .column("ROUND TRIP", ConnectionInfo::roundTrip)
                .column(
                        "SINCE",
                        connection -> Age.since(connection.since(), console().clock()))
                .column(
                        "REPORTED",
                        connection ->
                                Age.since(connection.reportedAt(), console().clock()));
    }
}
