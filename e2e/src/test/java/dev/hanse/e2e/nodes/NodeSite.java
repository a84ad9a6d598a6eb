// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.nodes;

import dev.hanse.e2e.ControlPlaneProcess;
import dev.hanse.e2e.JoinToken;
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
 * A control plane, cluster west with one gateway and a pod behind it, and cluster east with two gateways and two nodes on one network, a pod behind each node; dual stack. Nodes know the way to each other's
 * pods, as a CNI would tell them, and nothing of west. The second node masquerades what leaves its pods, as many CNIs do, and so does a third one,
 * which is behind a router.
 */
final class NodeSite {

    static final String FAR4 = "10.2.0.2";
    static final String FAR6 = "fd00:2::2";

    private final TestLab lab;
    private final TestNetwork wan;
    private final TestNetwork nodes;
    final TestHost router;
    final TestHost distant;
    final TestHost distantPod;
    private final TestHost controlPlaneHost;
    private final ControlPlaneProcess controlPlane;
    final TestHost farGateway;
    final TestHost far;
    final List<TestHost> gateways = new ArrayList<>();
    final List<TestHost> hosts = new ArrayList<>();
    final List<TestHost> pods = new ArrayList<>();
    private final Map<String, Path> folders = new TreeMap<>();
    private final Map<String, TestProcess> running = new TreeMap<>();

    private NodeSite(TestLab lab) {
        this.lab = lab;
        wan = lab.network("wan");
        nodes = lab.network("nodes");
        controlPlaneHost = lab.host("cp");
        controlPlaneHost.attach(wan, "192.0.2.1/24");
        controlPlane = ControlPlaneProcess.start(lab, controlPlaneHost, "192.0.2.1");
        farGateway = lab.host("west");
        farGateway.attach(wan, "192.0.2.20/24");
        TestNetwork farPods = lab.network("west-pods");
        farGateway.attach(farPods, "10.2.0.1/16", "fd00:2::1/64");
        farGateway.forward();
        far = lab.host("west-pod");
        far.attach(farPods, FAR4 + "/16", FAR6 + "/64");
        far.route("default", "10.2.0.1").route("default", "fd00:2::1");
        router = lab.host("router");
        router.attach(nodes, "10.99.0.250/24", "fd99::250/64");
        distant = lab.host("node-3");
        distantPod = lab.host("pod-3");
        addDistantNode();
    }

    /** Its network knows no way to the other nodes' but by the router. */
    private void addDistantNode() {
        TestNetwork apart = lab.network("apart");
        router.attach(apart, "10.98.0.250/24", "fd98::250/64");
        router.forward().route("10.1.3.0/24", "10.98.0.3").route("fd00:1:0:3::/64", "fd98::3");
        distant.attach(apart, "10.98.0.3/24", "fd98::3/64");
        distant.forward().route("default", "10.98.0.250").route("default", "fd98::250");
        TestNetwork behind = lab.network("pods-3");
        distant.attach(behind, "10.1.3.1/24", "fd00:1:0:3::1/64");
        distantPod.attach(behind, "10.1.3.2/24", "fd00:1:0:3::2/64");
        distantPod.route("default", "10.1.3.1").route("default", "fd00:1:0:3::1");
    }

    /** Everything is there but the processes of nodes. */
    static NodeSite start(TestLab lab) throws IOException {
        NodeSite site = new NodeSite(lab);
        for (int i = 1; i <= 2; i++) {
            site.addGateway(i);
            site.addNode(i);
        }
        site.routePods();
        site.masquerade();
        site.credentials();
        site.joinGateways();
        return site;
    }

    private void addGateway(int number) {
        TestHost gateway = lab.host("gw-" + number);
        gateway.attach(wan, "192.0.2.1" + number + "/24");
        gateway.attach(nodes, "10.99.0.1" + number + "/24", "fd99::1" + number + "/64");
        gateway.route("10.98.0.0/24", "10.99.0.250").route("fd98::/64", "fd99::250");
        gateway.route("10.1.3.0/24", "10.99.0.250").route("fd00:1:0:3::/64", "fd99::250");
        gateways.add(gateway.forward());
    }

    private void addNode(int number) {
        TestHost node = lab.host("node-" + number);
        node.attach(nodes, "10.99.0." + number + "/24", "fd99::" + number + "/64");
        TestNetwork behind = lab.network("pods-" + number);
        node.attach(behind, "10.1." + number + ".1/24", "fd00:1:0:" + number + "::1/64");
        // Where packets would go in clear.
        node.route("default", "10.99.0.254").route("default", "fd99::254");
        hosts.add(node.forward());
        TestHost pod = lab.host("pod-" + number);
        pod.attach(behind, "10.1." + number + ".2/24", "fd00:1:0:" + number + "::2/64");
        pods.add(pod.route("default", "10.1." + number + ".1").route("default", "fd00:1:0:" + number + "::1"));
    }

    private void routePods() {
        for (int i = 1; i <= 2; i++) {
            for (TestHost gateway : gateways) {
                gateway.route("10.1." + i + ".0/24", "10.99.0." + i).route("fd00:1:0:" + i + "::/64", "fd99::" + i);
            }
        }
    }

    private void masquerade() {
        for (String program : List.of("iptables", "ip6tables")) {
            hosts.getLast()
                    .run(program, "-t", "nat", "-A", "POSTROUTING", "-o", "eth0", "-j", "MASQUERADE")
                    .orFail();
            distant.run(program, "-t", "nat", "-A", "POSTROUTING", "-j", "MASQUERADE")
                    .orFail();
        }
    }

    private void credentials() {
        Path folder = lab.folder("credentials");
        controlPlaneHost
                .hanse(
                        "node",
                        "credentials",
                        "--directory",
                        folder.resolve("made").toString())
                .orFail();
        folders.put("credentials", folder.resolve("made"));
    }

    /** Each with a token of its own, which the second of a cluster gets when the first has joined. */
    private void joinGateways() throws IOException {
        gatewayFolder("west", "10.2.0.0/16", "fd00:2::/64", "192.0.2.20", "west");
        startGateway("west");
        gatewayFolder("east-1", "10.1.0.0/16", "fd00:1::/48", "192.0.2.11", "east");
        startGateway("east-1");
        gatewayFolder("east-2", "10.1.0.0/16", "fd00:1::/48", "192.0.2.12", "east", "--additional-gateway");
        startGateway("east-2");
    }

    private void gatewayFolder(String name, String v4, String v6, String wanAddress, String... token)
            throws IOException {
        Path folder = lab.folder(name);
        folders.put(name, folder);
        Files.writeString(folder.resolve("join-token"), token(token));
        Files.writeString(folder.resolve("gateway.yaml"), """
                cluster: %s
                name: %s
                data-dir: data
                join-token-file: join-token
                pod-prefixes: ["%s", "%s"]
                dns: {listen: ["[::]:53"], identity: %s}
                tunnel: {listen: "0.0.0.0:51820", advertise: ["%s:51820"]}
                nodes: {listen: "[::]:9482", credentials: "%s"}
                """.formatted(
                token[0], name, v4, v6, name, wanAddress, folder("credentials").resolve("gateway")));
    }

    private String token(String... words) {
        List<String> command = new ArrayList<>(List.of("token", "create"));
        command.addAll(List.of(words));
        return JoinToken.in(controlPlaneHost
                .hanse(controlPlane.operator(command.toArray(String[]::new)))
                .orFail()
                .output());
    }

    private Path folder(String name) {
        return Objects.requireNonNull(folders.get(name), name);
    }

    /** The process of a gateway, by its name. */
    TestProcess startGateway(String name) {
        TestProcess process = startedGateway(name).awaitLog("is ready after", Eventually.LIMIT);
        running.put(name, process);
        return process;
    }

    /** What runs of it. */
    TestProcess gateway(String name) {
        return Objects.requireNonNull(running.get(name));
    }

    private TestProcess startedGateway(String name) {
        TestHost host = name.equals("west") ? farGateway : gateways.get(name.equals("east-1") ? 0 : 1);
        return host.startHanse(
                name,
                "gateway",
                "--config",
                folder(name).resolve("gateway.yaml").toString());
    }

    /** Configuration of {@code hanse node} on the node of this index. */
    Path nodeFile(int index) throws IOException {
        Path folder = lab.folder("node-" + index);
        Files.writeString(folder.resolve("node.yaml"), """
                name: node-%d
                data-dir: data
                gateways: ["10.99.0.11:9482", "10.99.0.12:9482", "[fd99::11]:9482", "[fd99::12]:9482"]
                credentials: "%s"
                """.formatted(
                        index + 1, folder("credentials").resolve("node")));
        return folder.resolve("node.yaml");
    }

    TestProcess startNode(int index) throws IOException {
        return startNode(hosts.get(index), index);
    }

    private TestProcess startNode(TestHost host, int index) throws IOException {
        return host.startHanse("hanse-node", "node", "--config", nodeFile(index).toString())
                .awaitLog("is ready after", Eventually.LIMIT);
    }

    /** That behind the router. */
    TestProcess startDistant() throws IOException {
        return startNode(distant, hosts.size());
    }

    Path distantFile() throws IOException {
        return nodeFile(hosts.size());
    }
}
