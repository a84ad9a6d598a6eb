// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hanse itself in the demo: its two roles and its operator, each a process of the distribution. */
final class Roles {

    static final String CLUSTER_SET = "demo";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Lab lab;
    private final Tools tools;
    private final Topology hosts;

    Roles(Lab lab, Tools tools, Topology hosts) {
        this.lab = lab;
        this.tools = tools;
        this.hosts = hosts;
    }

    /** Starts the control plane and does not wait for it. */
    HostProcess startControlPlane() {
        Path config = write(lab.file("control-plane", "control-plane.yaml"), """
                cluster-set: %s
                name: cp-1
                data-dir: data
                listen: 0.0.0.0:9443
                advertise: [%s]
                status-listen: 127.0.0.1:9480
                """.formatted(CLUSTER_SET, server()));
        return hosts.controlPlane()
                .start("control-plane", tools.hanse(), "control-plane", "--config", config.toString());
    }

    /** Waits until a role serves. */
    HostProcess awaitReady(HostProcess role) {
        role.awaitPrinted("is ready after", START_LIMIT);
        return role;
    }

    /** Makes a join token and puts it where the cluster's gateway looks for it. */
    Path createToken(Site site) {
        List<String> words = new ArrayList<>(List.of("token", "create", site.cluster()));
        if (!site.shared().isEmpty()) {
            site.prefixes().forEach(prefix -> words.addAll(List.of("--allow-prefix", prefix)));
        }
        String printed = operator(words.toArray(String[]::new));
        String token = printed.lines()
                .filter(line -> line.startsWith("hanse1."))
                .findFirst()
                .orElseThrow(() -> new StepFailure("hanse token create printed no token"));
        return writeSecret(lab.file(site.cluster(), "join-token"), token);
    }

    /** Starts the gateway of a cluster and does not wait for it. */
    HostProcess startGateway(Site site, String sources) {
        Path config = write(lab.file(site.cluster(), "gateway.yaml"), """
                cluster: %s
                name: gw-1
                data-dir: data
                join-token-file: join-token
                pod-prefixes: [%s]
                status-listen: 127.0.0.1:9481
                sources: %s
                dns: {listen: ["%s:53"]}
                tunnel: {advertise: ["%s:51820"]}
                """.formatted(
                site.cluster(), String.join(", ", site.prefixes()), sources, site.dnsAddress(), site.gatewayAddress()));
        return site.gateway().start(gatewayLabel(site), tools.hanse(), "gateway", "--config", config.toString());
    }

    static String gatewayLabel(Site site) {
        return site.cluster() + "-gateway";
    }

    /** The members whose gateway is connected now; fails while it is fewer than {@code expected}. */
    List<String> connectedMembers(int expected) {
        JsonNode members = JsonMapper.shared().readTree(operator("cluster", "list", "--output", "json"));
        List<String> connected = StreamSupport.stream(members.spliterator(), false)
                .filter(member -> member.at("/gateways/0/connected").asBoolean(false))
                .map(member -> member.at("/id").asString())
                .toList();
        if (connected.size() < expected) {
            throw new StepFailure("connected are only " + connected);
        }
        return connected;
    }

    /** The addresses that a name has in a cluster's view, as the control plane sees it; fails while there is none. */
    List<String> resolve(String name, Site site) {
        JsonNode answers = JsonMapper.shared()
                .readTree(operator("resolve", name, "--cluster", site.cluster(), "--output", "json"));
        return StreamSupport.stream(answers.at("/0/answers").spliterator(), false)
                .map(answer -> answer.at("/address").asString())
                .sorted()
                .toList();
    }

    /** The words of an operator's command on the control plane's host, for people. */
    String operatorLine(String verb) {
        return "ip netns exec " + hosts.controlPlane().namespace() + " "
                + String.join(" ", operatorWords(verb.split(" ")));
    }

    private String operator(String... verb) {
        return hosts.controlPlane().check(operatorWords(verb));
    }

    private String[] operatorWords(String... verb) {
        List<String> words = new ArrayList<>(List.of(tools.hanse()));
        words.addAll(List.of(verb));
        words.addAll(List.of(
                "--server",
                server(),
                "--credentials",
                lab.file("control-plane", "data", "operator").toString()));
        return words.toArray(String[]::new);
    }

    private String server() {
        return hosts.controlPlaneAddress() + ":9443";
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new StepFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static Path writeSecret(Path file, String text) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new StepFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
