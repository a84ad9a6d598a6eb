// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.controlplane.ControlPlane;
import dev.hanse.controlplane.ControlPlaneConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The control plane of {@link TrainCommand}, and an operator who asks it. */
final class TrainControlPlane {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private final Console console;
    private final Path folder;
    private final TrainSteps steps;

    TrainControlPlane(Console console, Path folder, TrainSteps steps) {
        this.console = console;
        this.folder = folder;
        this.steps = steps;
    }

    /** Until the gateways need it no more. */
    void run() throws IOException, InterruptedException {
        try (ControlPlane controlPlane = ControlPlane.start(config())) {
            String server = "127.0.0.1:" + controlPlane.address().getPort();
            invite(server, 1);
            invite(server, 2);
            steps.done(TrainSteps.Step.INVITED);
            steps.await(TrainSteps.Step.JOINED);
            verb(server, "cluster", "list");
            verb(server, "cluster", "list", "--output", "json");
            verb(server, "service", "list");
            verb(server, "connections");
            steps.done(TrainSteps.Step.LISTED);
            steps.await(TrainSteps.Step.ENDED);
        }
    }

    private void invite(String server, int cluster) throws IOException {
        Files.writeString(TrainGateways.token(folder, cluster), verb(server, "token", "create", "train-" + cluster));
    }

    private String verb(String server, String... words) {
        StringWriter out = new StringWriter();
        Console quiet = new Console(new PrintWriter(out), console.err(), console.clock(), console.environment());
        String credentials = folder.resolve("cp/operator").toString();
        String[] line = Stream.concat(
                        Stream.of(words), List.of("--server", server, "--credentials", credentials).stream())
                .toArray(String[]::new);
        int status = CommandTree.of(quiet, options -> options.connect(quiet)).execute(line);
        if (status != 0) {
            throw new CommandFailure("hanse " + String.join(" ", words) + " failed in training", "see the line above");
        }
        return out.toString();
    }

    private ControlPlaneConfig config() {
        return new ControlPlaneConfig("train", "cp-1", folder.resolve("cp"), ANY_PORT, List.of(), ANY_PORT);
    }
}
