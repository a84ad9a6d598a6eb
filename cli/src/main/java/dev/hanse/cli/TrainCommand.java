// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.controlplane.ControlPlane;
import dev.hanse.controlplane.ControlPlaneConfig;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.IpPrefix;
import dev.hanse.gateway.Gateway;
import dev.hanse.gateway.GatewayConfig;
import dev.hanse.gateway.SourceSettings;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code hanse train}: a small federation in one process, so that Java can note which classes a start needs (JEP 514). deploy/launcher/train keeps the notes
 * beside the jars; with them every start takes half the time.
 */
@Command(
        name = "train",
        hidden = true,
        description = "Runs a control plane, a gateway and the verbs on loopback once, for deploy/launcher/train.")
final class TrainCommand implements Callable<Integer> {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "Empty folder for its files; the caller removes it.")
    private Path folder = Path.of("");

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (ControlPlane controlPlane = ControlPlane.start(controlPlaneConfig())) {
            String server = "127.0.0.1:" + controlPlane.address().getPort();
            Path token = folder.resolve("join-token");
            Files.writeString(token, verb(server, "token", "create", "train"));
            try (Gateway gateway = Gateway.start(gatewayConfig(token))) {
                verb(server, "cluster", "list");
                verb(server, "cluster", "list", "--output", "json");
                verb(server, "service", "list");
                verb(server, "connections");
                console.err().println("trained: DNS served on " + gateway.dnsAddresses());
            }
        }
        return 0;
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

    private GatewayConfig gatewayConfig(Path token) throws IOException {
        Path exports = Files.writeString(folder.resolve("exports.yaml"), "services: []\n");
        return new GatewayConfig(
                new ClusterId("train"),
                "gw-1",
                folder.resolve("gw"),
                Optional.of(token),
                List.of(IpPrefix.parse("10.0.0.0/8")),
                List.of(),
                ANY_PORT,
                new SourceSettings(Optional.of(new SourceSettings.FileSettings(exports)), Optional.empty()),
                DnsConfig.of(List.of(ANY_PORT), DnsConfig.DEFAULT_ZONE),
                Optional.empty());
    }
}
