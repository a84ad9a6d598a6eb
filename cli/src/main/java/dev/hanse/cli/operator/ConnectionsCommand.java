// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Age;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OneLine;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.ListConnectionsResponse;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hanse connections}. */
@Command(name = "connections", description = "Lists the paths between gateways as both ends report them.")
public final class ConnectionsCommand extends OperatorVerb {

    @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only paths from this cluster; default: all.")
    private String cluster = "";

    @Option(
            names = "--traffic",
            description = "Shows how the tunnel works instead: packets, datagrams per system call, cipher time, drops.")
    private boolean traffic;

    /** The verb for one console. */
    public ConnectionsCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        Map<String, List<FindingInfo>> findings = new TreeMap<>();
        List<ConnectionInfo> connections = connections(controlPlane, findings);
        Table<ConnectionInfo> table = traffic ? trafficTable() : table();
        printer.one(connections, writer -> {
            table.print(writer, connections);
            findings.forEach((gateway, found) -> found.forEach(each -> print(writer, gateway, each)));
        });
    }

    /** Below the table: a rule and what to type fit no column. */
    private static void print(PrintWriter writer, String gateway, FindingInfo finding) {
        writer.println();
        writer.println(OneLine.of(gateway + ": " + finding.code() + ": " + finding.text()));
        // Words of the gateway: whoever took it over can write them.
        writer.println("  " + OneLine.of(gateway + " advises for its own host: " + finding.remedy()));
    }

    private List<ConnectionInfo> connections(
            ControlPlaneConnection controlPlane, Map<String, List<FindingInfo>> findings) {
        List<ConnectionInfo> connections = new ArrayList<>();
        Set<String> told = new HashSet<>();
        String page = "";
        do {
            ListConnectionsResponse answer = controlPlane
                    .stub(InspectionGrpc::newBlockingStub)
                    .listConnections(ListConnectionsRequest.newBuilder()
                            .setClusterId(cluster)
                            .setPageToken(page)
                            .build());
            answer.getFindingsList()
                    .forEach(each -> findings.put(
                            gateway(each.getGateway()),
                            each.getFindingsList().stream().map(FindingInfo::of).toList()));
            answer.getConnectionsList().stream()
                    .map(each -> ConnectionInfo.of(each, untold(each.getFrom(), findings, told)))
                    .forEach(connections::add);
            page = answer.getNextPageToken();
        } while (!page.isEmpty());
        return connections;
    }

    /** Findings go with the first path of their gateway. */
    private static List<FindingInfo> untold(
            GatewayKey from, Map<String, List<FindingInfo>> findings, Set<String> told) {
        return told.add(gateway(from)) ? findings.getOrDefault(gateway(from), List.of()) : List.of();
    }

    private static String gateway(GatewayKey key) {
        return key.getCluster() + "/" + key.getGateway();
    }

    private Table<ConnectionInfo> table() {
        return Table.<ConnectionInfo>of()
                .column("FROM", ConnectionInfo::from)
                .column("TO", ConnectionInfo::to)
                .column("STATE", ConnectionInfo::state)
                .column("ROUND TRIP", ConnectionInfo::roundTrip)
                .column("MTU", ConnectionInfo::longestPacket)
                .column("SENT", connection -> Quantity.octets(connection.sent()))
                .column("RECEIVED", connection -> Quantity.octets(connection.received()))
                .column("DROPPED", ConnectionInfo::dropped)
                .column("WORKERS", ConnectionInfo::workers)
                .column(
                        "SINCE",
                        connection -> Age.since(connection.since(), console().clock()))
                .column(
                        "REPORTED",
                        connection ->
                                Age.since(connection.reportedAt(), console().clock()));
    }

    private static Table<ConnectionInfo> trafficTable() {
        return Table.<ConnectionInfo>of()
                .column("FROM", ConnectionInfo::from)
                .column("TO", ConnectionInfo::to)
                .column("PACKETS OUT", connection -> Quantity.packets(connection.sent()))
                .column("IN", connection -> Quantity.packets(connection.received()))
                .column("PER CALL OUT", connection -> Quantity.datagramsPerCall(connection.sent()))
                .column("IN", connection -> Quantity.datagramsPerCall(connection.received()))
                .column("SEAL", connection -> Quantity.cipherTime(connection.sent()))
                .column("OPEN", connection -> Quantity.cipherTime(connection.received()))
                .column("DROPS", ConnectionInfo::reasons);
    }
}
