// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.UndrainGatewayRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hanse gateway undrain}. */
@Command(name = "undrain", description = "Ends what hanse gateway drain has begun: flows take the gateway again.")
public final class GatewayUndrainCommand extends OperatorVerb {

    /** What JSON says. */
    record Undrained(String cluster, String gateway, boolean connected) {}

    @Parameters(
            paramLabel = GatewayName.LABEL,
            converter = GatewayName.Converter.class,
            description = "The gateway, as east/gw-1.")
    private GatewayName gateway = GatewayName.NONE;

    /** The verb for one console. */
    public GatewayUndrainCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        boolean connected = controlPlane
                .stub(ClusterRegistryGrpc::newBlockingStub)
                .undrainGateway(UndrainGatewayRequest.newBuilder()
                        .setClusterId(gateway.cluster())
                        .setGatewayName(gateway.name())
                        .build())
                .getConnected();
        printer.one(
                new Undrained(gateway.cluster(), gateway.name(), connected),
                out -> out.println("gateway " + gateway + " is not drained"
                        + (connected ? "" : "; it is not connected, and told when it is")));
    }
}
