// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Age;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.output.Table;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import picocli.CommandLine.Command;

/** {@code hanse cluster list}. */
@Command(
        name = "list",
        description = "Lists the members with their prefixes and how many of their gateways are connected.")
public final class ClusterListCommand extends OperatorVerb {

    /** The verb for one console. */
    public ClusterListCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        printer.list(Members.all(controlPlane), table());
    }

    private Table<ClusterInfo> table() {
        return Table.<ClusterInfo>of()
                .column("CLUSTER", ClusterInfo::id)
                .column("GATEWAYS", ClusterInfo::connected)
                .column("POD PREFIXES", cluster -> String.join(",", cluster.podPrefixes()))
                .column("SERVICES", cluster -> Long.toString(cluster.exportedServices()))
                .column(
                        "AGE",
                        cluster -> Age.since(cluster.registeredAt(), console().clock()));
    }
}
