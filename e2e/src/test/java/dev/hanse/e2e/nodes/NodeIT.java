// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.nodes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects pods on nodes without a gateway: they reach other clusters with their own address, whatever becomes of one gateway, of all, or of what the node has set. */
final class NodeIT {

    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Pattern LOST = Pattern.compile("(\\d+) packets transmitted, (\\d+) received");

    /** Of pings, 20 in a second: an idle machine loses none. A quarter of a second, in which one under other load does not let the node or a gateway run. */
    private static final int STOPPED = 5;

    private static final String[] FIRST = {"10.99.0.11", "fd99::11"};

    /** Of the same: the node moves within a second of silence, about 20 pings; three times that on a machine under other load. */
    private static final int KILLED = 60;

    /** Of queries that are asked one after the other: one may be under way when its flow is forgotten, as the gateway stops, and as it is back; and on a busy machine `nft` may be late. Dozens would be lost otherwise. */
    private static final int UNDER_WAY = 8;

    @RegisterExtension
    final TestLab lab = new TestLab();

    private NodeSite site;
    private final List<TestProcess> nodes = new ArrayList<>();

    @BeforeEach
    void makeClusters() throws IOException {
        site = NodeSite.start(lab);
    }

    @Test
    void podsReachOtherClustersFromEveryNode() throws IOException {
        List<String> before = site.hosts.stream().map(NodeIT::hostState).toList();
        nodes.add(site.startNode(0));
        nodes.add(site.startNode(1));
        everyPodReachesTheOtherCluster();
        sourcesAreKept();
        new DistantNode(site).reachesTheOtherCluster(NodeIT::hostState);
        aGatewayThatStopsLosesHardlyAnything();
        aGatewayThatIsKilledLosesLittle();
        allGatewaysAwayLeaveRoutesStanding();
        queriesToASilentGatewayAreAnsweredByTheOther();
        whatIsTakenAwayComesBack();
        aKilledNodeLeavesAllAndAdoptsIt();
        uninstallLeavesNothing(before);
    }

    private void everyPodReachesTheOtherCluster() {
        for (TestHost pod : site.pods) {
            for (String far : List.of(NodeSite.FAR4, NodeSite.FAR6)) {
                eventually(
                        pod.name() + " reaches " + far,
                        Eventually.LIMIT,
                        () -> assertThat(pod.run("ping", "-c1", "-W1", far).exitCode())
                                .isZero());
            }
        }
        for (TestHost host : site.hosts) {
            eventually(
                    host.name() + " has both gateways as next hops",
                    Eventually.LIMIT,
                    () -> assertThat(routes(host))
                            .contains("10.99.0.11", "10.99.0.12", "fd99::11", "fd99::12", "unreachable"));
        }
    }

    /** The pod there counts from whom packets come. */
    private void sourcesAreKept() {
        site.far
                .run(
                        "nft",
                        "add table inet seen; add chain inet seen in { type filter hook input priority 0; };"
                                + " add rule inet seen in ip saddr 10.1.0.0/16 icmp type echo-request counter comment pods4;"
                                + " add rule inet seen in ip6 saddr fd00:1::/48 icmpv6 type echo-request counter comment pods6")
                .orFail();
        for (TestHost pod : site.pods) {
            pod.run("ping", "-c3", "-i0.1", "-W2", NodeSite.FAR4).orFail();
            pod.run("ping", "-c3", "-i0.1", "-W2", NodeSite.FAR6).orFail();
        }
        String seen =
                site.far.run("nft", "list", "table", "inet", "seen").orFail().output();
        assertThat(seen).containsPattern("packets 6 .*pods4").containsPattern("packets 6 .*pods6");
        // Who comes from there keeps its address, too.
        site.far.run("ping", "-c1", "-W2", "10.1.2.2").orFail();
        site.far.run("ping", "-c1", "-W2", "fd00:1:0:2::2").orFail();
    }

    private void aGatewayThatStopsLosesHardlyAnything() {
        TestProcess gateway = site.gateway("east-2");
        List<TestProcess> pings = startPings();
        List<Queries> queries =
                askers().map(each -> Queries.start(each, "10.99.0.12")).toList();
        Eventually.pass(Duration.ofMillis(1_000));
        assertThat(gateway.stop(STOP)).isIn(0, 143);
        eventually(
                "one way is left",
                Eventually.LIMIT,
                () -> assertThat(routes(site.hosts.getFirst())).doesNotContain("10.99.0.12"));
        assertThat(lost(pings)).as("lost by a gateway that stops").isLessThanOrEqualTo(STOPPED);
        assertThat(status(site.hosts.getFirst())).contains("\"from\" : [ \"10.99.0.12:53\" ]", "\"10.99.0.11:53\"");
        site.startGateway("east-2");
        bothAgain();
        everybodyIsAnsweredBy("east-2", "10.99.0.12", "fd99::12");
        site.hosts.forEach(each -> assertThat(dnsTable(each)).doesNotContain("dnat"));
        assertThat(queries)
                .allSatisfy(each -> assertThat(each.end())
                        .as("not answered while it stopped and came back")
                        .isLessThanOrEqualTo(UNDER_WAY));
    }

    private void aGatewayThatIsKilledLosesLittle() {
        TestProcess gateway = site.gateway("east-1");
        List<TestProcess> pings = startPings();
        Eventually.pass(Duration.ofMillis(1_000));
        gateway.kill();
        assertThat(lost(pings)).as("lost by a gateway that is killed").isLessThanOrEqualTo(KILLED);
        assertThat(routes(site.hosts.getFirst())).doesNotContain("10.99.0.11");
    }

    private void allGatewaysAwayLeaveRoutesStanding() {
        site.gateway("east-2").kill();
        Eventually.pass(Duration.ofMillis(3_000));
        String kept = routes(site.hosts.getFirst());
        assertThat(kept).contains("via 10.99.0.12", "via fd99::12", "unreachable");
        TestProcess node = nodes.getFirst();
        node.stop(STOP);
        assertThat(routes(site.hosts.getFirst())).as("after SIGTERM").isEqualTo(kept);
        nodes.set(0, startNode(0));
        Eventually.pass(Duration.ofMillis(1_500));
        assertThat(routes(site.hosts.getFirst())).as("after a restart").isEqualTo(kept);
        site.startGateway("east-1");
        site.startGateway("east-2");
        bothAgain();
        everyPodReachesTheOtherCluster();
    }

    /** Of pods behind a node that masquerades and behind one that does not, and of nodes themselves, from one socket all the time, as CoreDNS asks. */
    private void queriesToASilentGatewayAreAnsweredByTheOther() {
        everybodyIsAnsweredBy("east-1", FIRST);
        site.gateway("east-1").signal("STOP");
        everybodyIsAnsweredBy("east-2", FIRST);
        TestHost host = site.hosts.getLast();
        host.run("nft", "delete", "table", "inet", "hanse-node-dns").orFail();
        eventually(
                "the table is back",
                Eventually.LIMIT,
                () -> assertThat(dnsTable(host)).contains("10.99.0.11 . 53", "dnat ip to 10.99.0.12:53"));
        everybodyIsAnsweredBy("east-2", FIRST);
        site.gateway("east-1").signal("CONT");
        everybodyIsAnsweredBy("east-1", FIRST);
        site.hosts.forEach(each -> assertThat(dnsTable(each)).doesNotContain("dnat"));
        bothAgain();
    }

    private static String dnsTable(TestHost host) {
        return host.run("nft", "list", "table", "inet", "hanse-node-dns").output();
    }

    private Stream<TestHost> askers() {
        return Stream.concat(site.hosts.stream(), site.pods.stream());
    }

    private void everybodyIsAnsweredBy(String gateway, String... addresses) {
        for (TestHost host : askers().toList()) {
            for (String asked : addresses) {
                eventually(host.name() + " asks " + asked, Eventually.LIMIT, () -> {
                    String any = asked.contains(":") ? "::" : "0.0.0.0";
                    assertThat(answer(host, asked, "-b", any + "#45454")).contains(gateway);
                    assertThat(answer(host, asked, "+tcp")).contains(gateway);
                });
            }
        }
    }

    private static String answer(TestHost host, String asked, String... more) {
        List<String> command = new ArrayList<>(List.of("dig", "+short", "+tries=1", "+time=1", "@" + asked));
        command.addAll(List.of(more));
        command.addAll(List.of("id.server", "CH", "TXT"));
        return host.run(command.toArray(String[]::new)).output();
    }

    private void whatIsTakenAwayComesBack() {
        TestHost host = site.hosts.getLast();
        String wanted = routes(host);
        host.run(
                        "sh",
                        "-c",
                        "ip -4 route flush proto 105; ip -6 route flush proto 105; nft delete table inet hanse-node")
                .orFail();
        eventually(
                "routes are back",
                Eventually.LIMIT,
                () -> assertThat(routes(host)).isEqualTo(wanted));
        eventually(
                "the table is back",
                Eventually.LIMIT,
                () -> assertThat(host.run("nft", "list", "table", "inet", "hanse-node")
                                .exitCode())
                        .isZero());
        host.ip("route", "replace", "10.2.0.0/16", "via", "10.99.0.11", "metric", "20105", "proto", "105");
        eventually(
                "so is what was changed",
                Eventually.LIMIT,
                () -> assertThat(routes(host)).isEqualTo(wanted));
    }

    private void aKilledNodeLeavesAllAndAdoptsIt() {
        TestHost host = site.hosts.getLast();
        String wanted = routes(host);
        nodes.getLast().kill();
        assertThat(routes(host)).isEqualTo(wanted);
        nodes.set(1, startNode(1));
        everyPodReachesTheOtherCluster();
        eventually(
                "it says so",
                Eventually.LIMIT,
                () -> assertThat(status(host)).contains("\"ready\" : true", "\"routes\" : 2"));
    }

    private void uninstallLeavesNothing(List<String> before) {
        for (int i = 0; i < site.hosts.size(); i++) {
            assertThat(uninstall(i).exitCode()).as("while it runs").isNotZero();
            nodes.get(i).stop(STOP);
            uninstall(i).orFail();
            assertThat(hostState(site.hosts.get(i))).isEqualTo(before.get(i));
        }
    }

    private CommandResult uninstall(int index) {
        return site.hosts.get(index).hanse("node", "uninstall", "--config", nodeFile(index));
    }

    private String nodeFile(int index) {
        try {
            return site.nodeFile(index).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestProcess startNode(int index) {
        try {
            return site.startNode(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bothAgain() {
        site.hosts.forEach(host -> eventually(
                host.name() + " has both ways again",
                Eventually.LIMIT,
                () -> assertThat(routes(host)).contains("10.99.0.11", "10.99.0.12", "fd99::11", "fd99::12")));
    }

    private List<TestProcess> startPings() {
        List<TestProcess> pings = new ArrayList<>();
        for (TestHost pod : site.pods) {
            for (String far : List.of(NodeSite.FAR4, NodeSite.FAR6)) {
                String name = "pings-" + pings.size() + "-" + System.nanoTime();
                pings.add(pod.start(name, "ping", "-i", "0.05", "-c", "120", "-W", "5", far));
            }
        }
        return pings;
    }

    /** The most that one of them lost. */
    private static int lost(List<TestProcess> pings) {
        int most = 0;
        for (TestProcess ping : pings) {
            ping.awaitExit(STOP);
            Matcher counted = LOST.matcher(ping.logText());
            assertThat(counted.find()).as(ping.logText()).isTrue();
            most = Math.max(most, Integer.parseInt(counted.group(1)) - Integer.parseInt(counted.group(2)));
        }
        return most;
    }

    /** Without weights, which change for seconds after a gateway has come back. */
    private static String routes(TestHost host) {
        return (host.ip("-4", "route", "show", "proto", "105") + host.ip("-6", "route", "show", "proto", "105"))
                .replaceAll(" weight \\d+", "");
    }

    private static String hostState(TestHost host) {
        return host.ip("-4", "route", "show", "table", "all")
                + host.ip("-6", "route", "show", "table", "all")
                + host.ip("rule")
                + host.run("nft", "--stateless", "list", "ruleset")
                        .output()
                        .replaceAll("counter packets \\d+ bytes \\d+", "counter");
    }

    private static String status(TestHost host) {
        return host.run("curl", "-sS", "--max-time", "5", "http://127.0.0.1:9483/status")
                .orFail()
                .output();
    }
}
