// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.Console;
import dev.hanse.gateway.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code hanse train}: one of two processes that are a small federation together, so that Java can note which classes a start needs (JEP 514): the control plane and the verbs, or the gateways.
 * deploy/launcher/train keeps the notes of each beside the jars; with them every start takes half the time. A process has in memory what its notes name, so that each has notes of its own.
 */
@Command(
        name = "train",
        hidden = true,
        description =
                "Runs a control plane and the verbs, or gateways beside them, on this host once, for deploy/launcher/train.")
final class TrainCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "PART", description = "What this process is: ${COMPLETION-CANDIDATES}.")
    private TrainedPart part = TrainedPart.CONTROL_PLANE;

    @Parameters(
            index = "1",
            paramLabel = "DIR",
            description = "Empty folder for the files of both; the caller removes it.")
    private Path folder = Path.of("");

    @Option(
            names = "--tunnel",
            paramLabel = "ADDRESS",
            description =
                    "Also carry packets between two gateways at this address of the host; needs the rights of a gateway.")
    private @Nullable InetAddress tunnelAddress;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrainSteps steps = new TrainSteps(folder);
        try {
            run(steps);
        } catch (IOException | RuntimeException e) {
            steps.failed(String.valueOf(e.getMessage()));
            throw e;
        }
        return 0;
    }

    private void run(TrainSteps steps) throws IOException, InterruptedException {
        switch (part) {
            case CONTROL_PLANE -> new TrainControlPlane(console, folder, steps).run();
            case GATEWAYS -> runGateways(steps);
        }
    }

    private void runGateways(TrainSteps steps) throws IOException, InterruptedException {
        steps.await(TrainSteps.Step.INVITED);
        TrainGateways gateways = new TrainGateways(folder, Optional.ofNullable(tunnelAddress));
        try (Gateway gateway = gateways.start(1)) {
            steps.done(TrainSteps.Step.JOINED);
            steps.await(TrainSteps.Step.LISTED);
            console.err().println("trained: DNS served on " + gateway.dnsAddresses());
        }
        if (tunnelAddress != null) {
            carry(gateways);
        }
        steps.done(TrainSteps.Step.ENDED);
    }

    /** The first gateway starts again, as most starts are such, and knows no peer yet; the second one comes to it. */
    private static void carry(TrainGateways gateways) throws IOException, InterruptedException {
        try (Gateway east = gateways.start(1);
                Gateway west = gateways.start(2)) {
            gateways.carry(east, 1, 2);
            gateways.carry(west, 2, 1);
        }
        try (Gateway west = gateways.start(2);
                Gateway east = gateways.start(1)) {
            gateways.carry(west, 2, 1);
            gateways.carry(east, 1, 2);
        }
    }
}
