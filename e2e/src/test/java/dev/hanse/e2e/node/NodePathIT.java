// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.AtOnce;
import dev.hanse.e2e.host.TestLab;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Protects what users of two Kubernetes clusters came for: a pod of one fetches a page from a pod of the other by the name of the service, through kube-proxy and the tunnel, by both families, and
 * the server sees the client's own address, from every node, whether the client's CNI masquerades (west) or not (east), and whichever way kube-proxy works; and it goes on while everything is replaced, and
 * while a gateway's node dies. One bed for all, each test leaves it as the next one needs it.
 */
@Tag("alone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class NodePathIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** How kube-proxy works until it is changed to the other way: {@code -Dhanse.nodes.proxy=iptables} rolls everything so, and has a node die under nftables. */
    private static final NodeSettings.ProxyMode FIRST = NodeSettings.ProxyMode.valueOf(
            System.getProperty("hanse.nodes.proxy", "nftables").toUpperCase(Locale.ROOT));

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    /**
     * In which requests may be begun that are late after a node's death: until the nodes have noticed it, half of the names are asked of the
     * dead gateway, each for two seconds, and half of the packets sent to it.
     */
    private static final long DIED_MILLIS = 1_000;

    /**
     * For how long a connection that stays may wait: for a way that is gone for up to three seconds. TCP sends again 0.2, 0.6, 1.4 and
     * 3.0 s after the first, so 3.0 s and an answer's way is what four losses cost.
     */
    private static final long STALL_MILLIS = 3_500;

    private static NodeBed bed;
    private static PodShop shop;
    private static NodeTraces before;

    @BeforeAll
    static void install() {
        bed = NodeBed.start(LAB, new NodeSettings(FIRST, false), new NodeSettings(FIRST, true));
        before = NodeTraces.of(bed, bed.nodes());
        PodFederation.install(bed);
        shop = PodShop.open(bed);
    }

    @AfterAll
    static void end() {
        if (bed != null) {
            bed.close();
        }
    }

    @Test
    @Order(1)
    void podsOfEachNodeReachTheOtherClusterUnderTheirOwnAddress() {
        everyClientSeesThePages("kube-proxy by " + FIRST);
    }

    private static void everyClientSeesThePages(String how) {
        AtOnce.run(bothClusters(shop::clients).stream()
                .<Runnable>map(each -> () -> seesThePage(each, pageOfTheOther(each.cluster()), "web-", how))
                .toList());
    }

    private static String pageOfTheOther(NodeCluster cluster) {
        return cluster == bed.east() ? PodShop.DEPOT : PodShop.WEB;
    }

    private static void seesThePage(ClientPod client, String name, String server, String how) {
        eventually(
                client.node() + ", " + name + ", " + how,
                LIMIT,
                () -> assertThat(client.pages(name))
                        .hasSize(2)
                        .allMatch(each -> each.startsWith(server))
                        .satisfiesExactly(
                                ipv4 -> assertThat(ipv4).endsWith(" sees " + client.address(false)),
                                ipv6 -> assertThat(ipv6).endsWith(" sees " + client.address(true))));
    }

    @Test
    @Order(2)
    void podsOfAStatefulSetHaveNamesOfTheirOwnEverywhere() {
        AtOnce.run(bothClusters(shop::clients).stream()
                .<Runnable>map(client -> () -> seesPodsByName(client))
                .toList());
    }

    private static void seesPodsByName(ClientPod client) {
        seesThePage(client, PodShop.NAMED, "named-", "headless");
        seesThePage(client, "named-0.east." + PodShop.NAMED, "named-0 ", "by the pod's name");
        seesThePage(client, "named-1.east." + PodShop.NAMED, "named-1 ", "by the pod's name");
    }

    /** Other clusters accept none but addresses of pods: what nodes themselves send has that of the node's bridge. */
    @Test
    @Order(3)
    void processesOfNodesReachTheOtherCluster() {
        for (NodeCluster cluster : bed.both()) {
            NodeCluster other = cluster == bed.east() ? bed.west() : bed.east();
            String name = pageOfTheOther(cluster);
            List<String> addresses = shop.server(other);
            AtOnce.run(shop.hostClients(cluster)
                    .<Runnable>map(each -> () -> isSeenAsItsNode(each, name))
                    .toList());
            for (ClusterNode node : cluster.nodes()) {
                List<String> own = bridge(cluster, node.name());
                assertThat(fetch(node, addresses.getFirst())).endsWith(" sees " + own.getFirst());
                assertThat(fetch(node, "[" + addresses.getLast() + "]")).endsWith(" sees " + own.getLast());
            }
        }
    }

    private static void isSeenAsItsNode(ClientPod client, String name) {
        List<String> own = bridge(client.cluster(), client.node());
        eventually(
                client.node() + " by name",
                LIMIT,
                () -> assertThat(client.pages(name))
                        .satisfiesExactly(
                                ipv4 -> assertThat(ipv4).endsWith(" sees " + own.getFirst()),
                                ipv6 -> assertThat(ipv6).endsWith(" sees " + own.getLast())));
    }

    private static String fetch(ClusterNode node, String address) {
        return node.node()
                .run(LIMIT, "curl", "-sS", "--fail", "--max-time", "3", "http://" + address + ":8080/")
                .orFail()
                .output()
                .strip();
    }

    /** Addresses of the bridge of its pods, the first of the node's prefixes. */
    private static List<String> bridge(NodeCluster cluster, String node) {
        int number = Integer.parseInt(node.substring(node.indexOf('-') + 1));
        return cluster.plan().pods(number).stream()
                .map(each -> each.substring(0, each.indexOf('/')))
                .map(each -> each.endsWith(".0") ? each.substring(0, each.length() - 1) + "1" : each + "1")
                .toList();
    }

    /** Each case of the conformance suite, by its number. */
    @TestFactory
    @Order(4)
    Stream<DynamicTest> casesOfTheConformanceSuiteWithPods() {
        return new PodCases(shop).tests();
    }

    /** Both gateways of both clusters and all nodes, one after the other, with connections that stay. */
    @Test
    @Order(5)
    void gatewaysAndNodesAreReplacedUnderLoad() {
        try (Load load = Load.start(clientWithoutGateway(), PodShop.WEB, 20)) {
            AtOnce.run(bed.both().stream()
                    .flatMap(each -> Stream.<Runnable>of(
                            () -> restart(each, "hanse", "daemonset/hanse-gateway"),
                            () -> restart(each, "hanse", "daemonset/hanse-node")))
                    .toList());
            Load.Result result = load.end();
            assertThat(result.failed()).as(result.toString()).isZero();
            staysConnected("replaced", result);
        }
    }

    private static void staysConnected(String what, Load.Result result) {
        assertThat(result.broken()).as(what + ": " + result).isZero();
        assertThat(result.stallMillis()).as(what + ": " + result).isLessThanOrEqualTo(STALL_MILLIS);
    }

    /** Until the old pods have gone: a rollout does not wait for those that end. */
    @Test
    @Order(6)
    void anExportedDeploymentIsReplacedUnderLoad() {
        List<String> old = pods();
        try (Load load = Load.start(clientWithoutGateway(), PodShop.WEB, 0)) {
            restart(bed.east(), "shop", "deployment/web");
            eventually(
                    "the old pods have gone",
                    LIMIT,
                    () -> assertThat(pods()).isNotEmpty().doesNotContainAnyElementsOf(old));
            load.awaitMore(300);
            Load.Result result = load.end();
            assertThat(result.failed()).as(result.toString()).isZero();
        }
    }

    private static List<String> pods() {
        return bed.east()
                .kubectl()
                .get("-n", "shop", "get", "pods", "-l", "app=web", "-o", "name")
                .lines()
                .toList();
    }

    private static void restart(NodeCluster cluster, String namespace, String workload) {
        cluster.kubectl().run("-n", namespace, "rollout", "restart", workload).orFail();
        cluster.kubectl().awaitRollout(namespace, workload, Duration.ofMinutes(3));
    }

    @Test
    @Order(7)
    void theyStillDoSoWhenKubeProxyWorksAnotherWay() {
        NodeSettings.ProxyMode other = FIRST.other();
        AtOnce.run(bed.nodes()
                .<Runnable>map(each -> () -> each.restartProxy(other))
                .toList());
        everyClientSeesThePages("kube-proxy by " + other);
    }

    /** First one of the clients' cluster, then one of the servers'. */
    @Test
    @Order(8)
    void aGatewaysNodeDiesUnderLoad() {
        for (NodeCluster cluster : List.of(bed.west(), bed.east())) {
            ClusterNode dying = PodFederation.gateways(cluster).getLast();
            try (Load load = Load.start(clientWithoutGateway(), PodShop.STEADY, 20)) {
                dying.node().kill();
                load.awaitMore(500);
                Load.Result result = load.end();
                assertThat(result.failed()).as(dying.name() + ": " + result).isZero();
                assertThat(result.lateMillis()).as(dying.name() + ": " + result).isLessThanOrEqualTo(DIED_MILLIS);
                staysConnected(dying.name(), result);
            }
        }
    }

    private static ClientPod clientWithoutGateway() {
        return ClientPod.on(bed.west().workers().getFirst(), bed.west());
    }

    @Test
    @Order(9)
    void afterUninstallNothingIsLeft() {
        List<ClusterNode> living =
                bed.nodes().filter(each -> each.node().isRunning()).toList();
        List<ClusterNode> dead =
                bed.nodes().filter(each -> !living.contains(each)).toList();
        bed.both()
                .forEach(cluster -> cluster.nodes().stream()
                        .filter(dead::contains)
                        .forEach(each -> forget(cluster.kubectl(), each)));
        shop.close();
        PodUninstall.run(bed, living);
        NodeTraces wanted = before.only(living, dead);
        eventually("nothing is left", LIMIT, () -> {
            NodeTraces after = NodeTraces.of(bed, living.stream()).only(living, dead);
            assertThat(after.hosts()).isEqualTo(wanted.hosts());
            assertThat(after.objects()).isEqualTo(wanted.objects());
        });
    }

    /** As people do with a machine that does not come back. */
    private static void forget(Kubectl kubectl, ClusterNode node) {
        kubectl.run("delete", "node", node.name()).orFail();
        kubectl.run(
                        "delete",
                        "pods",
                        "--all-namespaces",
                        "--field-selector=spec.nodeName=" + node.name(),
                        "--force",
                        "--grace-period=0")
                .orFail();
    }

    private static List<ClientPod> bothClusters(Function<NodeCluster, Stream<ClientPod>> clients) {
        return bed.both().stream().flatMap(clients).toList();
    }
}
