// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.cli.remote.Connector;
import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.RotateGatewayKeyRequest;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hanse gateway rotate-key}. */
@Command(
        name = "rotate-key",
        description =
                "Has a gateway make another tunnel key, where the one it has may have leaked; the keys of its pairs are"
                        + " new too. Waits until the gateway has it.")
public final class GatewayRotateKeyCommand extends OperatorVerb {

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** What JSON says. */
    record Rotated(String cluster, String gateway, boolean connected, boolean rotated) {}

    @Parameters(
            paramLabel = GatewayName.LABEL,
            converter = GatewayName.Converter.class,
            description = "The gateway, as east/gw-1.")
    private GatewayName gateway = GatewayName.NONE;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "How long to wait for the gateway, as 30s; default: 15s.")
    private Duration patience = Duration.ofSeconds(15);

    /** The verb for one console. */
    public GatewayRotateKeyCommand(Console console, Connector connector) {
        super(console, connector);
    }

    @Override
    void run(ControlPlaneConnection controlPlane, Printer printer) {
        boolean connected = controlPlane
                .stub(ClusterRegistryGrpc::newBlockingStub)
                .rotateGatewayKey(RotateGatewayKeyRequest.newBuilder()
                        .setClusterId(gateway.cluster())
                        .setGatewayName(gateway.name())
                        .build())
                .getConnected();
        boolean rotated = connected && isRotatedInTime(controlPlane);
        printer.one(
                new Rotated(gateway.cluster(), gateway.name(), connected, rotated),
                out -> out.println("gateway " + gateway
                        + (rotated ? " has another tunnel key" : " is to make another tunnel key")));
        if (!rotated) {
            throw notYet(connected);
        }
    }

    private boolean isRotatedInTime(ControlPlaneConnection controlPlane) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isRetired(controlPlane)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private boolean isRetired(ControlPlaneConnection controlPlane) {
        return Members.one(controlPlane, gateway.cluster()).gateways().stream()
                .filter(each -> each.name().equals(gateway.name()))
                .anyMatch(GatewayInfo::tunnelKeyRetired);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", "see how far it is: hanse gateway list", e);
        }
    }

    private CommandFailure notYet(boolean connected) {
        return connected
                ? new CommandFailure(
                        "gateway " + gateway + " still has the key that it is to give up",
                        "look at its log; one of an older version keeps it: remove tunnel.key from its data-dir and restart"
                                + " it")
                : new CommandFailure(
                        "gateway " + gateway + " is not connected: it is told when it is",
                        "watch the column KEY of hanse gateway list");
    }
}
