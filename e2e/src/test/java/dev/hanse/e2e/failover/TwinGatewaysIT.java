// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.e2e.tunnel.FlowEcho;
import dev.hanse.e2e.tunnel.FlowLoad;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects connections between clusters with two gateways each, where every host drops what connection tracking calls invalid: whichever gateway carries requests and whichever answers, and whichever dies. */
final class TwinGatewaysIT {

    private static final String TABLE = "hanse-transit-hanse0";
    /** Shows what happens without. */
    private static final boolean TRACKED = Boolean.getBoolean("hanse.failover.tracked");

    private static final int FLOWS = 40;
    private static final int SECONDS = 7;
    private static final Duration END = Duration.ofSeconds(SECONDS + 60);
    private static final Duration STOP = Duration.ofSeconds(20);
    /** On a machine without other load. */
    private static final boolean MEASURES = Boolean.getBoolean("hanse.failover.measures");

    private static final int DRAINED_MILLIS = 100;
    private static final Pattern LONGEST = Pattern.compile("longest=\\[(.*)]");
    private static final Pattern RESULT = Pattern.compile("(udp|tcp) lost=(\\d+)");
    private static final Pattern COUNTER = Pattern.compile("packets (\\d+) bytes \\d+ comment \"(there|back)\"");

    @RegisterExtension
    final TestLab lab = new TestLab();

    private TwinSites sites;

    @BeforeEach
    void makeClusters() throws IOException {
        sites = TwinSites.start(lab, !TRACKED, true);
    }

    @Test
    void connectionsOverBothGatewaysOutliveOneBehindFiltersByState() {
        sites.pod(1).startJava("echo", FlowEcho.class).awaitLog("echoes", Eventually.LIMIT);
        sites.pod(2).startJava("echo", FlowEcho.class).awaitLog("echoes", Eventually.LIMIT);
        everyGatewayIsReady();
        connectionsTakeBothGatewaysAndOutliveOne();
        endpointsThatAreGoneAnswer();
        aPodOfTheGatewaysOwnHostReachesVirtualAddresses();
        whatIsTakenAwayComesBack();
        aDrainedGatewayCarriesNothingAndNothingIsLost();
        aGatewayThatStopsLeavesTheTable();
        aClusterThatIsGoneAnswers();
    }

    private void everyGatewayIsReady() {
        for (String far : List.of("10.1.0.2", "fd00:1::2")) {
            Eventually.eventually(
                    "west reaches " + far,
                    Eventually.LIMIT,
                    () -> assertThat(sites.pod(2).run("ping", "-c1", "-W1", far).exitCode())
                            .isZero());
        }
        sites.awaitBothGateways();
        if (!TRACKED) {
            TwinSites.gateways().forEach(name -> awaitTable(sites.on(name)));
        }
    }

    private static void awaitTable(TestHost host) {
        Eventually.eventually(
                "the table is there",
                Eventually.LIMIT,
                () -> assertThat(tables(host, TABLE)).contains("notrack"));
    }

    private static String tables(TestHost host, String name) {
        return host.run("nft", "list", "table", "inet", name).output();
    }

    private void connectionsTakeBothGatewaysAndOutliveOne() {
        TestProcess load = load(sites.pod(2), "10.1.0.2", SECONDS);
        Eventually.pass(Duration.ofMillis(3_000));
        for (String name : TwinSites.gateways()) {
            assertThat(seen(name))
                    .as(name)
                    .allSatisfy((_, packets) -> assertThat(packets).isPositive());
        }
        sites.process("east-1").kill();
        assertThat(lost(load)).as("connections that broke").containsEntry("tcp", 0);
        sites.startGateway("east-1");
        awaitTable(sites.on("east-1"));
    }

    private Map<String, Integer> seen(String name) {
        Map<String, Integer> packets = new TreeMap<>();
        Matcher found = COUNTER.matcher(tables(sites.on(name), "seen"));
        while (found.find()) {
            packets.put(found.group(2), Integer.parseInt(found.group(1)));
        }
        assertThat(packets).hasSize(2);
        return packets;
    }

    private static TestProcess load(TestHost from, String to, int seconds) {
        return from.startJava("load-" + System.nanoTime(), FlowLoad.class, to, "" + FLOWS, "" + seconds)
                .awaitLog("flows", Eventually.LIMIT);
    }

    private static Map<String, Integer> lost(TestProcess load) {
        load.awaitExit(END);
        System.out.println("twin gateways: " + load.logText());
        Map<String, Integer> lost = new TreeMap<>();
        Matcher found = RESULT.matcher(load.logText());
        while (found.find()) {
            lost.put(found.group(1), Integer.parseInt(found.group(2)));
        }
        return lost;
    }

    private void aDrainedGatewayCarriesNothingAndNothingIsLost() {
        everyGatewayIsReady();
        TestProcess load = load(sites.pod(2), "10.1.0.2", SECONDS);
        Eventually.pass(Duration.ofMillis(2_500));
        sites.operator("gateway", "drain", "east/east-1").orFail();
        assertThat(lost(load)).as("by the drain").containsEntry("tcp", 0).containsEntry("udp", 0);
        noneStoodStill(load);
        assertThat(sites.operator("gateway", "list", "east").orFail().output()).containsPattern("east/east-1.* yes ");
        Eventually.eventually(
                "east-1 carries nothing in either direction",
                Eventually.LIMIT,
                () -> assertThat(carriesFlows("east-1")).isFalse());
        TestProcess last = load(sites.pod(2), "10.1.0.2", SECONDS);
        Eventually.pass(Duration.ofMillis(1_500));
        sites.operator("gateway", "undrain", "east/east-1").orFail();
        assertThat(lost(last)).as("by its end").containsEntry("tcp", 0).containsEntry("udp", 0);
        noneStoodStill(last);
        Eventually.eventually(
                "east-1 carries flows again",
                Eventually.LIMIT,
                () -> assertThat(carriesFlows("east-1")).isTrue());
    }

    /** A busy machine needs its time for an order to a gateway. */
    private boolean carriesFlows(String gateway) {
        Map<String, Integer> before = seen(gateway);
        assertThat(lost(load(sites.pod(2), "10.1.0.2", 2))).containsEntry("tcp", 0);
        return !seen(gateway).equals(before);
    }

    private static void noneStoodStill(TestProcess load) {
        if (MEASURES) {
            LONGEST.matcher(load.logText())
                    .results()
                    .flatMap(each -> Stream.of(each.group(1).split(", ")))
                    .forEach(millis -> assertThat(Integer.parseInt(millis)).isLessThanOrEqualTo(DRAINED_MILLIS));
        }
    }

    /** Of a cluster that is reached: its gateway finds nobody. */
    private void endpointsThatAreGoneAnswer() {
        refused("10.1.0.77");
        refused("[fd00:1::77]");
    }

    /** By an error, which is 7 to curl; 28 would be silence. */
    private void refused(String address) {
        assertThat(sites.pod(2)
                        .run("curl", "-sS", "--connect-timeout", "15", "http://" + address + ":7/")
                        .exitCode())
                .as(address)
                .isEqualTo(7);
    }

    /** Answers come by either gateway, and only this host knows which address the pod called. */
    private void aPodOfTheGatewaysOwnHostReachesVirtualAddresses() {
        TestHost gateway = sites.on("east-1");
        TestHost pod = lab.host("local");
        gateway.ip("link", "add", "cni0", "type", "bridge");
        gateway.ip("addr", "add", "10.1.9.1/24", "dev", "cni0");
        gateway.ip("link", "set", "cni0", "up");
        gateway.ip("link", "add", "veth9", "type", "veth", "peer", "name", "eth0", "netns", pod.namespace());
        gateway.ip("link", "set", "veth9", "master", "cni0", "up");
        pod.ip("addr", "add", "10.1.9.2/24", "dev", "eth0");
        pod.ip("link", "set", "eth0", "up");
        pod.route("default", "10.1.9.1");
        sites.on("east-2").route("10.1.9.0/24", "10.1.0.11");
        gateway.run(
                        "nft",
                        "add table ip proxy; add chain ip proxy pre { type nat hook prerouting priority dstnat; };"
                                + " add rule ip proxy pre ip daddr 10.96.0.1 dnat to 10.2.0.2")
                .orFail();
        Eventually.pass(Duration.ofMillis(1_500));
        assertThat(lost(load(pod, "10.96.0.1", 2))).containsEntry("tcp", 0).containsEntry("udp", 0);
    }

    private void whatIsTakenAwayComesBack() {
        TestHost host = sites.on("west-2");
        host.run("nft", "delete", "table", "inet", TABLE).orFail();
        awaitTable(host);
        assertThat(tables(host, "firewall")).as("another owner's").contains("ct state invalid");
        host.run("nft", "flush", "ruleset").orFail();
        awaitTable(host);
        host.run("nft", "add rule inet " + TABLE + " pass accept").orFail();
        Eventually.eventually(
                "what was added is gone",
                Eventually.LIMIT,
                () -> assertThat(tables(host, TABLE)).contains("notrack").doesNotContain("\t\taccept"));
    }

    /** Its host goes on forwarding, what comes from other gateways too. */
    private void aGatewayThatStopsLeavesTheTable() {
        assertThat(sites.process("west-2").stop(STOP)).isIn(0, 143);
        assertThat(tables(sites.on("west-2"), TABLE)).contains("notrack");
    }

    private void aClusterThatIsGoneAnswers() {
        sites.process("east-1").kill();
        sites.process("east-2").kill();
        // When the paths have been down for a second.
        Eventually.pass(Duration.ofMillis(4_000));
        refused("10.1.0.2");
        refused("[fd00:1::2]");
    }
}
