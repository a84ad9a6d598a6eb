// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.DrainGatewayRequest;
import dev.hanse.proto.v1.DrainGatewayResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hanse gateway drain}. */
@Command(
        name = "drain",
        description =
                "Has flows take the cluster's other gateways, where there are any, until hanse gateway undrain; the gateway"
                        + " carries what comes all the same, and it stays so when it restarts. For before it is stopped.")
public final class GatewayDrainCommand extends OperatorVerb {

    /** What JSON says. */
    record Drained(String cluster, String gateway, boolean connected, boolean others) {}

    @Parameters(
            paramLabel = GatewayName.LABEL,
            converter = GatewayName.Converter.class,
            description = "The gateway, as east/gw-1.")
    private GatewayName gateway = GatewayName.NONE;

    /** The verb for one console. */
    public GatewayDrainCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        DrainGatewayResponse answer = controlPlane
                .stub(ClusterRegistryGrpc::newBlockingStub)
                .drainGateway(DrainGatewayRequest.newBuilder()
                        .setClusterId(gateway.cluster())
                        .setGatewayName(gateway.name())
                        .build());
        printer.one(
                new Drained(gateway.cluster(), gateway.name(), answer.getConnected(), answer.getOthers()),
                out -> out.println("gateway " + gateway + " is drained"
                        + (answer.getConnected() ? "" : "; it is not connected, and told when it is")));
        if (!answer.getOthers()) {
            throw new CommandFailure(
                    "no other gateway of cluster " + gateway.cluster()
                            + " is connected, so that flows stay where they are",
                    "start another gateway of the cluster, or undo it: hanse gateway undrain " + gateway);
        }
    }
}
