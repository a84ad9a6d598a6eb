// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.DescribeRemovalRequest;
import dev.hanse.proto.v1.RemoveGatewayRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hanse gateway remove}. */
@Command(
        name = "remove",
        description = "Ends the membership of one gateway of a cluster that has others: revokes its certificates, and"
                + " withdraws what no other one exports. Says what goes and asks first.")
public final class GatewayRemoveCommand extends RemovalVerb {

    /** What JSON says. */
    record Removed(
            String cluster,
            String gateway,
            boolean removed,
            boolean durable,
            @Nullable RemovalInfo removal) implements Result {}

    @Parameters(
            paramLabel = GatewayName.LABEL,
            converter = GatewayName.Converter.class,
            description = "The gateway, as east/gw-1.")
    private GatewayName gateway = GatewayName.NONE;

    /** The verb for one console. */
    public GatewayRemoveCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    String what() {
        return "gateway " + gateway;
    }

    @Override
    String name() {
        return gateway.toString();
    }

    @Override
    DescribeRemovalRequest description() {
        return DescribeRemovalRequest.newBuilder()
                .setClusterId(gateway.cluster())
                .setGatewayName(gateway.name())
                .build();
    }

    @Override
    Result planned(RemovalInfo removal) {
        return new Removed(gateway.cluster(), gateway.name(), false, false, removal);
    }

    @Override
    Result remove(ControlPlaneConnection controlPlane) {
        var answer = controlPlane
                .stub(ClusterRegistryGrpc::newBlockingStub)
                .removeGateway(RemoveGatewayRequest.newBuilder()
                        .setClusterId(gateway.cluster())
                        .setGatewayName(gateway.name())
                        .build());
        return new Removed(
                gateway.cluster(),
                gateway.name(),
                true,
                !answer.getNotYetDurable(),
                RemovalInfo.known(answer.hasRemoval(), answer.getRemoval()));
    }
}
