// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.ControlPlaneProcess;
import dev.hanse.e2e.JoinToken;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A control plane, and two clusters of plain hosts, each with two gateways and a pod on one network, dual stack. {@code hanse node} on the pod's host spreads its flows over both gateways. On every host a filter drops what connection
 * tracking calls invalid, as many firewalls do and kube-proxy does.
 */
final class TwinSites {

    private static final String READY = "is ready after";

    private static final String FILTER = """
            table inet firewall {
              chain in { type filter hook input priority 0; ct state invalid counter drop; }
              chain way { type filter hook forward priority 0; ct state invalid counter drop; }
              chain out { type filter hook output priority 0; ct state invalid counter drop; }
            }
            """;

    private static final String COUNTERS = """
            table inet seen {
              chain way {
                type filter hook forward priority 10
                ip saddr 10.2.0.2 ip daddr 10.1.0.2 counter comment "there"
                ip saddr 10.1.0.2 ip daddr 10.2.0.2 counter comment "back"
              }
            }
            """;

    private final TestLab lab;
    private final boolean untracked;
    private final boolean filtered;
    private final TestNetwork wan;
    private final TestHost controlPlaneHost;
    private final ControlPlaneProcess controlPlane;
    private final Path credentials;
    private final Map<String, TestHost> hosts = new TreeMap<>();
    private final Map<String, Path> folders = new TreeMap<>();
    private final Map<String, TestProcess> running = new TreeMap<>();

    private TwinSites(TestLab lab, boolean untracked, boolean filtered) {
        this.lab = lab;
        this.untracked = untracked;
        this.filtered = filtered;
        wan = lab.network("wan");
        controlPlaneHost = lab.host("cp");
        controlPlaneHost.attach(wan, "192.0.2.1/24");
        controlPlane = ControlPlaneProcess.start(lab, controlPlaneHost, "192.0.2.1");
        credentials = lab.folder("credentials");
    }

    /**
     * Everything runs.
     *
     * @param untracked whether transit is kept out of connection tracking, as by default
     * @param filtered whether hosts drop what connection tracking calls invalid
     */
    static TwinSites start(TestLab lab, boolean untracked, boolean filtered) throws IOException {
        TwinSites sites = new TwinSites(lab, untracked, filtered);
        for (int cluster = 1; cluster <= 2; cluster++) {
            sites.addCluster(cluster);
        }
        sites.controlPlaneHost
                .hanse("node", "credentials", "--directory", sites.credentials.toString())
                .orFail();
        for (int cluster = 1; cluster <= 2; cluster++) {
            for (int gateway = 1; gateway <= 2; gateway++) {
                sites.join(cluster, gateway);
            }
        }
        for (int cluster = 1; cluster <= 2; cluster++) {
            sites.startNode(cluster);
        }
        return sites;
    }

    private static String name(int cluster) {
        return cluster == 1 ? "east" : "west";
    }

    /** Name of a gateway. */
    static String gateway(int cluster, int number) {
        return name(cluster) + "-" + number;
    }

    private void addCluster(int cluster) {
        TestNetwork pods = lab.network(name(cluster) + "-pods");
        for (int number = 1; number <= 2; number++) {
            TestHost gateway = host(gateway(cluster, number));
            gateway.attach(wan, "192.0.2." + cluster + number + "/24");
            gateway.attach(pods, "10." + cluster + ".0.1" + number + "/24", "fd00:" + cluster + "::1" + number + "/64");
            gateway.forward();
        }
        TestHost pod = host(name(cluster) + "-pod");
        pod.attach(pods, podAddress(cluster) + "/24", "fd00:" + cluster + "::2/64");
        // One pod's flows take both gateways, not one alone.
        pod.sysctl("net.ipv4.fib_multipath_hash_policy", "1").sysctl("net.ipv6.fib_multipath_hash_policy", "1");
    }

    private TestHost host(String name) {
        TestHost host = lab.host(name);
        host.run("nft", filtered ? FILTER + COUNTERS : COUNTERS).orFail();
        hosts.put(name, host);
        return host;
    }

    private void join(int cluster, int number) throws IOException {
        String name = gateway(cluster, number);
        Path folder = lab.folder(name);
        folders.put(name, folder);
        List<String> token = new ArrayList<>(List.of("token", "create", name(cluster)));
        if (number > 1) {
            token.add("--additional-gateway");
        }
        Files.writeString(
                folder.resolve("join-token"),
                JoinToken.in(operator(token.toArray(String[]::new)).orFail().output()));
        Files.writeString(folder.resolve("gateway.yaml"), """
                cluster: %1$s
                name: %2$s
                data-dir: data
                join-token-file: join-token
                pod-prefixes: ["10.%3$d.0.0/16", "fd00:%3$d::/48"]
                dns: {listen: ["127.0.0.1:53"]}
                tunnel: {listen: "0.0.0.0:51820", advertise: ["192.0.2.%3$d%4$d:51820"], untrack-transit: %5$s}
                nodes: {listen: "[::]:9482", credentials: "%6$s"}
                """.formatted(
                        name(cluster), name, cluster, number, untracked, credentials.resolve("gateway")));
        startGateway(name);
    }

    private void startNode(int cluster) throws IOException {
        Path folder = lab.folder(name(cluster) + "-node");
        Files.writeString(
                folder.resolve("node.yaml"), """
                name: %1$s-pod
                data-dir: data
                gateways: ["10.%2$d.0.11:9482", "10.%2$d.0.12:9482"]
                credentials: "%3$s"
                """.formatted(name(cluster), cluster, credentials.resolve("node")));
        pod(cluster)
                .startHanse(
                        "node", "node", "--config", folder.resolve("node.yaml").toString())
                .awaitLog(READY, Eventually.LIMIT);
    }

    /** Flows of both pods take both gateways of their cluster. */
    void awaitBothGateways() {
        for (int cluster = 1; cluster <= 2; cluster++) {
            TestHost pod = pod(cluster);
            String gateways = "10." + cluster + ".0.1";
            Eventually.eventually(
                    pod.name() + " uses both gateways",
                    Eventually.LIMIT,
                    () -> assertThat(pod.ip("route", "show", "proto", "105")).contains(gateways + "1", gateways + "2"));
        }
    }

    /** Runs an operator's verb. */
    CommandResult operator(String... verb) {
        return controlPlaneHost.hanse(controlPlane.operator(verb));
    }

    /** Starts one that does not run. */
    TestProcess startGateway(String name) {
        return run(name).awaitLog(READY, Eventually.LIMIT);
    }

    /**
     * The same, as far as possible as on a host of its own: a start takes two seconds of a processor, on which the other hosts' packets do not wait there. From when it can carry packets on it has its part, as
     * all others.
     */
    TestProcess startGatewayOnItsOwn(String name) {
        TestProcess process = run(name);
        process.renice(19);
        process.awaitLog("tunnel up", Eventually.LIMIT).renice(0);
        return process.awaitLog(READY, Eventually.LIMIT);
    }

    private TestProcess run(String name) {
        Path file = Objects.requireNonNull(folders.get(name), name).resolve("gateway.yaml");
        TestProcess process =
                on(name).startHanse("gateway-" + System.nanoTime(), "gateway", "--config", file.toString());
        running.put(name, process);
        return process;
    }

    /** The process of a gateway. */
    TestProcess process(String name) {
        return Objects.requireNonNull(running.get(name), name);
    }

    /** The host of a gateway. */
    TestHost on(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    TestHost pod(int cluster) {
        return on(name(cluster) + "-pod");
    }

    static String podAddress(int cluster) {
        return "10." + cluster + ".0.2";
    }

    /** The names of all gateways. */
    static List<String> gateways() {
        return List.of("east-1", "east-2", "west-1", "west-2");
    }
}
