// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.DescribeRemovalRequest;
import dev.hanse.proto.v1.RemoveClusterRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hanse cluster remove}. */
@Command(
        name = "remove",
        description =
                "Ends a membership at once: revokes the cluster's certificates, withdraws its exports and forgets their"
                        + " age. Says what goes and asks first.")
public final class ClusterRemoveCommand extends RemovalVerb {

    /** What JSON says. */
    record Removed(
            String cluster,
            boolean removed,
            boolean durable,
            @Nullable RemovalInfo removal) implements Result {}

    @Parameters(paramLabel = "CLUSTER", description = "Id of the member.")
    private String cluster = "";

    /** The verb for one console. */
    public ClusterRemoveCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    String what() {
        return "cluster " + cluster;
    }

    @Override
    String name() {
        return cluster;
    }

    @Override
    DescribeRemovalRequest description() {
        return DescribeRemovalRequest.newBuilder().setClusterId(cluster).build();
    }

    @Override
    Result planned(RemovalInfo removal) {
        return new Removed(cluster, false, false, removal);
    }

    @Override
    Result remove(ControlPlaneConnection controlPlane) {
        var answer = controlPlane
                .stub(ClusterRegistryGrpc::newBlockingStub)
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId(cluster).build());
        return new Removed(
                cluster, true, !answer.getNotYetDurable(), RemovalInfo.known(answer.hasRemoval(), answer.getRemoval()));
    }
}
