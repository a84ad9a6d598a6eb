// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Age;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hanse gateway list}. */
@Command(name = "list", description = "Lists the gateways of all members, or of one, and when their certificates end.")
public final class GatewayListCommand extends OperatorVerb {

    @Parameters(paramLabel = "CLUSTER", arity = "0..1", description = "Id of the member; default: all.")
    private String cluster = "";

    /** The verb for one console. */
    public GatewayListCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        List<ClusterInfo> asked =
                cluster.isEmpty() ? Members.all(controlPlane) : List.of(Members.one(controlPlane, cluster));
        printer.list(asked.stream().flatMap(GatewayListCommand::gateways).toList(), table());
    }

    private static Stream<ListedGateway> gateways(ClusterInfo cluster) {
        return cluster.gateways().stream().map(gateway -> ListedGateway.of(cluster.id(), gateway));
    }

    private Table<ListedGateway> table() {
        return Table.<ListedGateway>of()
                .column("GATEWAY", ListedGateway::id)
                .column("CONNECTED", gateway -> gateway.connected() ? "yes" : "no")
                .column(
                        "LAST SEEN",
                        gateway -> Age.since(gateway.lastSeen(), console().clock()))
                .column(
                        "JOINED",
                        gateway -> Age.since(gateway.joinedAt(), console().clock()))
                .column("TUNNEL", gateway -> String.join(",", gateway.tunnelAddresses()))
                .column("KEY", gateway -> gateway.tunnelKeyRetired() ? "to be replaced" : "")
                .column("DRAINED", gateway -> gateway.drained() ? "yes" : "")
                .column(
                        "CERTIFICATE",
                        gateway -> Age.until(
                                gateway.certificateExpiresAt(), console().clock()))
                .column("VERSION", ListedGateway::softwareVersion);
    }
}
