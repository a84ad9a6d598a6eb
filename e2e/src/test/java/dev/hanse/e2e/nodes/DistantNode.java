// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.nodes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node that shares no link with any gateway: its pod reaches the other cluster all the same, and nobody who is no node of this cluster gets in by that way. */
final class DistantNode {

    private static final Duration STOP = Duration.ofSeconds(20);

    /** An address of a pod that only this class sends from. */
    static final String FORGED = "10.1.3.77";

    private static final Pattern COUNTED = Pattern.compile("packets (\\d+) .*forged");

    private final NodeSite site;

    DistantNode(NodeSite site) {
        this.site = site;
    }

    /** All of it, while both gateways run; nothing is left on the node. */
    void reachesTheOtherCluster(Function<TestHost, String> state) throws IOException {
        String before = state.apply(site.distant);
        TestProcess node = site.startDistant();
        bothFamiliesArrive();
        bothGatewaysAreTaken();
        sourcesAreKept();
        longPacketsArriveAndSendersLearnHowLongTheyMayBe();
        whatIsTakenAwayComesBack();
        aGatewayWhoseDeviceIsClosedIsNotTaken();
        strangersAreLeftOut();
        ForgedFrames forged = new ForgedFrames(site, this::forged);
        forged.ofPodsDoNotArrive();
        node.stop(STOP);
        bothFamiliesArrive();
        forged.ofPodsArriveWithoutTheRuleAlone();
        aGatewayThatHasGoneHasLeftItsTable();
        site.distant
                .hanse("node", "uninstall", "--config", site.distantFile().toString())
                .orFail();
        assertThat(state.apply(site.distant)).isEqualTo(before);
        assertThat(site.distant.ip("link", "show", "type", "vxlan")).isEmpty();
    }

    private void aGatewayThatHasGoneHasLeftItsTable() {
        site.distant
                .run("nft", "add table inet hanse-vxlan; add chain inet hanse-vxlan outside")
                .orFail();
    }

    private void bothFamiliesArrive() {
        for (TestHost host : List.of(site.distantPod, site.distant)) {
            for (String far : List.of(NodeSite.FAR4, NodeSite.FAR6)) {
                eventually(
                        host.name() + " reaches " + far,
                        Eventually.LIMIT,
                        () -> assertThat(host.run("ping", "-c1", "-W1", far).exitCode())
                                .isZero());
            }
        }
    }

    /** Each family by its own where the gateway is called at an address of each. */
    private void bothGatewaysAreTaken() {
        eventually("ways to both gateways", Eventually.LIMIT, () -> {
            assertThat(site.distant.ip("-4", "route", "show", "proto", "105"))
                    .contains("encap ip ", "dst 10.99.0.11", "dst 10.99.0.12");
            assertThat(site.distant.ip("-6", "route", "show", "proto", "105"))
                    .contains("encap ip6 ", "dst fd99::11", "dst fd99::12");
        });
    }

    /** Behind a network that masquerades whatever leaves. */
    private void sourcesAreKept() {
        count("10.1.3.2", "ip", "pod4");
        count("fd00:1:0:3::2", "ip6", "pod6");
        site.distantPod.run("ping", "-c3", "-i0.1", "-W2", NodeSite.FAR4).orFail();
        site.distantPod.run("ping", "-c3", "-i0.1", "-W2", NodeSite.FAR6).orFail();
        assertThat(counted()).containsPattern("packets [1-9].*pod4").containsPattern("packets [1-9].*pod6");
    }

    private void count(String source, String family, String comment) {
        String kind = family.equals("ip") ? "icmp" : "icmpv6";
        site.far
                .run(
                        "nft",
                        "add rule inet seen in " + family + " saddr " + source + " " + kind
                                + " type echo-request counter comment " + comment)
                .orFail();
    }

    private String counted() {
        return site.far.run("nft", "list", "table", "inet", "seen").orFail().output();
    }

    private void longPacketsArriveAndSendersLearnHowLongTheyMayBe() {
        assertThat(site.distantPod
                        .run("ping", "-c1", "-W2", "-M", "do", "-s", "1472", NodeSite.FAR4)
                        .output())
                .contains("mtu = 1444");
        for (String far : List.of(NodeSite.FAR4, NodeSite.FAR6)) {
            eventually(
                    "a long packet to " + far,
                    Eventually.LIMIT,
                    () -> assertThat(site.distantPod
                                    .run("ping", "-c1", "-W1", "-s", "4000", far)
                                    .exitCode())
                            .isZero());
        }
    }

    private void whatIsTakenAwayComesBack() {
        site.distant.ip("link", "delete", "hanse-vxlan");
        bothFamiliesArrive();
        for (TestHost gateway : site.gateways) {
            gateway.ip("link", "delete", "hanse-vxlan");
            gateway.run("nft", "delete", "table", "inet", "hanse-vxlan").orFail();
        }
        for (TestHost gateway : site.gateways) {
            eventually(
                    gateway.name() + " has its table and device again",
                    Eventually.LIMIT,
                    () -> assertThat(gateway.run(
                                            "sh", "-c", "ip link show hanse-vxlan && nft list table inet hanse-vxlan")
                                    .output())
                            .contains("LOWER_UP", "10.98.0.3"));
        }
        bothFamiliesArrive();
    }

    /** By the rule of a `hanse node` beside it that has stopped, until the rule goes. */
    private void aGatewayWhoseDeviceIsClosedIsNotTaken() {
        TestHost gateway = site.gateways.getFirst();
        gateway.run(
                        "sh",
                        "-c",
                        "nft add table inet hanse-node"
                                + " && nft add chain inet hanse-node vxlan '{ type filter hook prerouting priority -310; }'"
                                + " && nft add rule inet hanse-node vxlan iifname hanse-vxlan drop")
                .orFail();
        eventually(
                "the other gateway alone is taken",
                Eventually.LIMIT,
                () -> assertThat(site.distant.ip("-4", "route", "show", "proto", "105"))
                        .contains("dst 10.99.0.12")
                        .doesNotContain("dst 10.99.0.11"));
        bothFamiliesArrive();
        gateway.run("nft", "delete", "table", "inet", "hanse-node").orFail();
        bothGatewaysAreTaken();
        bothFamiliesArrive();
    }

    /** The same packet from the node, which is counted, and from a host that is none. */
    private void strangersAreLeftOut() {
        count(FORGED, "ip", "forged");
        eventually("a packet of the node is counted", Eventually.LIMIT, () -> {
            sendForged(site.distant);
            assertThat(forged()).isPositive();
        });
        new ForgedFrames(site, this::forged).ofStrangersDoNotArrive();
    }

    /** How many packets have arrived from that address. */
    private int forged() {
        Matcher packets = COUNTED.matcher(counted());
        assertThat(packets.find()).isTrue();
        return Integer.parseInt(packets.group(1));
    }

    private static void sendForged(TestHost host) {
        host.ip("address", "add", FORGED + "/32", "dev", "lo");
        ForgedFrames.ping(host);
        host.ip("address", "delete", FORGED + "/32", "dev", "lo");
    }
}
