// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.nodes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.net.testing.Eventually;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Packets of a pod that there is not, which others than nodes put into VXLAN to a gateway: a host of the network, and a pod of the node behind the router, which masquerades. That they would be taken but
 * for the rules is shown at the end, without them.
 */
final class ForgedFrames {

    private static final String DEVICE = "forging";

    /** To a gateway, as the node sends. */
    private static final String INTO4 = "ip id 20105 dst 10.99.0.11";

    private static final String INTO6 = "ip6 id 20105 csum dst fd99::11";

    /** Of the node. Over IPv4 the node's kernel itself refuses what comes from its own address, with the rule and without. */
    private static final String NODE6 = "fd98::3";

    private static final String AS_NODE6 = INTO6 + " src " + NODE6;

    private static final Pattern SENT = Pattern.compile("TX:[^\n]*\n\\s+\\d+ +(\\d+) ");

    private final NodeSite site;
    private final IntSupplier arrived;

    /** @param arrived how many packets from {@link DistantNode#FORGED} have come to the other cluster */
    ForgedFrames(NodeSite site, IntSupplier arrived) {
        this.site = site;
        this.arrived = arrived;
    }

    void ofStrangersDoNotArrive() {
        begin(site.router);
        noneArrives(site.router, INTO4);
        end(site.router);
    }

    /** From the pod's own address, which the node's network makes the node's, over both families, and over IPv6 from that of the node. */
    void ofPodsDoNotArrive() {
        TestHost pod = site.distantPod;
        begin(pod);
        noneArrives(pod, INTO4);
        noneArrives(pod, INTO6);
        asNode(pod, () -> noneArrives(pod, AS_NODE6));
        end(pod);
    }

    /** With `hanse node` stopped, whose table stands: as long as its rule does. */
    void ofPodsArriveWithoutTheRuleAlone() {
        TestHost pod = site.distantPod;
        begin(pod);
        noneArrives(pod, INTO4);
        site.distant
                .run("nft", "flush", "chain", "inet", "hanse-node", "forged")
                .orFail();
        arrives(pod, INTO4);
        arrives(pod, INTO6);
        asNode(pod, () -> arrives(pod, AS_NODE6));
        end(pod);
    }

    private static void asNode(TestHost pod, Runnable sending) {
        pod.ip("address", "add", NODE6 + "/128", "dev", "lo", "nodad");
        sending.run();
        pod.ip("address", "delete", NODE6 + "/128", "dev", "lo");
    }

    private static void begin(TestHost host) {
        host.ip("link", "add", DEVICE, "type", "vxlan", "external", "gpe", "dstport", "9484");
        host.ip("link", "set", DEVICE, "up", "mtu", "1400");
        host.ip("address", "add", DistantNode.FORGED + "/32", "dev", "lo");
    }

    private static void end(TestHost host) {
        host.ip("link", "delete", DEVICE);
        host.ip("address", "delete", DistantNode.FORGED + "/32", "dev", "lo");
    }

    private void noneArrives(TestHost host, String into) {
        route(host, into);
        int before = arrived.getAsInt();
        int sent = sent(host);
        ping(host);
        assertThat(sent(host)).as("%s sends them", host.name()).isGreaterThan(sent);
        assertThat(arrived.getAsInt()).as("from %s", host.name()).isEqualTo(before);
    }

    private void arrives(TestHost host, String into) {
        route(host, into);
        int before = arrived.getAsInt();
        eventually("without the rule they arrive", Eventually.LIMIT, () -> {
            ping(host);
            assertThat(arrived.getAsInt()).isGreaterThan(before);
        });
    }

    private static void route(TestHost host, String into) {
        host.run("sh", "-c", "ip route replace " + NodeSite.FAR4 + " encap " + into + " dev " + DEVICE)
                .orFail();
    }

    private static int sent(TestHost host) {
        Matcher packets = SENT.matcher(host.ip("-s", "link", "show", DEVICE));
        assertThat(packets.find()).isTrue();
        return Integer.parseInt(packets.group(1));
    }

    /** From the address that there is not. */
    static void ping(TestHost host) {
        host.run("ping", "-c2", "-i0.1", "-W1", "-I", DistantNode.FORGED, NodeSite.FAR4);
    }
}
