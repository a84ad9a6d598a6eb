// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.RemoveClusterRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hanse cluster remove}. */
@Command(
        name = "remove",
        description = "Ends a membership at once: revokes the cluster's certificates and withdraws its exports.")
public final class ClusterRemoveCommand extends OperatorVerb {

    /** What JSON says. */
    record Removed(String cluster, boolean removed) {}

    @Parameters(paramLabel = "CLUSTER", description = "Id of the member.")
    private String cluster = "";

    /** The verb for one console. */
    public ClusterRemoveCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        controlPlane
                .stub(ClusterRegistryGrpc::newBlockingStub)
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId(cluster).build());
        printer.one(new Removed(cluster, true), out -> out.println("cluster " + cluster + " is no member any more"));
    }
}
