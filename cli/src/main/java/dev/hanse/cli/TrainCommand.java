// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.controlplane.ControlPlane;
import dev.hanse.controlplane.ControlPlaneConfig;
import dev.hanse.gateway.Gateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code hanse train}: a small federation in one process, so that Java can note which classes a start needs (JEP 514). deploy/launcher/train keeps the notes
 * beside the jars; with them every start takes half the time.
 */
@Command(
        name = "train",
        hidden = true,
        description = "Runs a control plane, gateways and the verbs on this host once, for deploy/launcher/train.")
final class TrainCommand implements Callable<Integer> {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "Empty folder for its files; the caller removes it.")
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
        try (ControlPlane controlPlane = ControlPlane.start(controlPlaneConfig())) {
            String server = "127.0.0.1:" + controlPlane.address().getPort();
            TrainGateways gateways = new TrainGateways(folder, Optional.ofNullable(tunnelAddress));
            Path token = token(server, 1);
            try (Gateway gateway = gateways.start(1, token)) {
                verb(server, "cluster", "list");
                verb(server, "cluster", "list", "--output", "json");
                verb(server, "service", "list");
                verb(server, "connections");
                console.err().println("trained: DNS served on " + gateway.dnsAddresses());
            }
            if (tunnelAddress != null) {
                carry(gateways, token, token(server, 2));
            }
        }
        return 0;
    }

    /** The first gateway starts again, as most starts are such, and knows no peer yet; the second one comes to it. */
    private static void carry(TrainGateways gateways, Path first, Path second)
            throws IOException, InterruptedException {
        try (Gateway east = gateways.start(1, first);
                Gateway west = gateways.start(2, second)) {
            gateways.carry(east, 1, 2);
            gateways.carry(west, 2, 1);
        }
        try (Gateway west = gateways.start(2, second);
                Gateway east = gateways.start(1, first)) {
            gateways.carry(west, 2, 1);
            gateways.carry(east, 1, 2);
        }
    }

    private Path token(String server, int cluster) throws IOException {
        return Files.writeString(
                folder.resolve("join-token-" + cluster), verb(server, "token", "create", "train-" + cluster));
    }

    private String verb(String server, String... words) {
        StringWriter out = new StringWriter();
        Console quiet = new Console(new PrintWriter(out), console.err(), console.clock(), console.environment());
        String[] line = List.of(
                        List.of(words),
                        List.of(
                                "--server",
                                server,
                                "--credentials",
                                folder.resolve("cp/operator").toString()))
                .stream()
                .flatMap(List::stream)
                .toArray(String[]::new);
        int status = CommandTree.of(quiet, options -> options.connect(quiet)).execute(line);
        if (status != 0) {
            throw new CommandFailure("hanse " + String.join(" ", words) + " failed in training", "see the line above");
        }
        return out.toString();
    }

    private ControlPlaneConfig controlPlaneConfig() {
        return new ControlPlaneConfig("train", "cp-1", folder.resolve("cp"), ANY_PORT, List.of(), ANY_PORT);
    }
}
