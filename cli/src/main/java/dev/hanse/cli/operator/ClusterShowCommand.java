// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Age;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hanse cluster show}. */
@Command(name = "show", description = "Shows one member with its gateways.")
public final class ClusterShowCommand extends OperatorVerb {

    @Parameters(paramLabel = "CLUSTER", description = "Id of the member.")
    private String cluster = "";

    /** The verb for one console. */
    public ClusterShowCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        ClusterInfo shown = Members.one(controlPlane, cluster);
        printer.one(shown, out -> print(out, shown));
    }

    private void print(PrintWriter out, ClusterInfo shown) {
        clusterTable().print(out, List.of(shown));
        out.println();
        gatewayTable().print(out, shown.gateways());
    }

    private Table<ClusterInfo> clusterTable() {
        return Table.<ClusterInfo>of()
                .column("CLUSTER", ClusterInfo::id)
                .column("POD PREFIXES", shown -> String.join(",", shown.podPrefixes()))
                .column("SERVICE PREFIXES", shown -> String.join(",", shown.servicePrefixes()))
                .column("SERVICES", shown -> Long.toString(shown.exportedServices()))
                .column(
                        "AGE",
                        shown -> Age.since(shown.registeredAt(), console().clock()));
    }

    private Table<GatewayInfo> gatewayTable() {
        return Table.<GatewayInfo>of()
                .column("GATEWAY", GatewayInfo::name)
                .column("CONNECTED", gateway -> gateway.connected() ? "yes" : "no")
                .column(
                        "LAST SEEN",
                        gateway -> Age.since(gateway.lastSeen(), console().clock()))
                .column("TUNNEL", gateway -> String.join(",", gateway.tunnelAddresses()))
                .column(
                        "CERTIFICATE",
                        gateway -> Age.until(
                                gateway.certificateExpiresAt(), console().clock()))
                .column("VERSION", GatewayInfo::softwareVersion);
    }
}
