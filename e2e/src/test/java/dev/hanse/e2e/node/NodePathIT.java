// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Protects what users of two Kubernetes clusters came for: a pod of one fetches a page from a pod of the other by the name of the service, through kube-proxy and the tunnel, by both families, and
 * the server sees the client's own address: from the node of the gateway and from another one, although the CNI masquerades.
 */
final class NodePathIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String URL = "http://web.shop.svc.clusterset.local:8080/";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static NodeBed bed;

    @BeforeAll
    static void install() {
        bed = NodeBed.start(LAB, new NodeSettings(NodeSettings.ProxyMode.NFTABLES, true));
        PodFederation.install(bed);
        bed.east().kubectl().apply(NodeCluster.resource("web.yaml"));
        bed.west().kubectl().apply(NodeCluster.resource("client.yaml"));
        PodFederation.export(bed.east(), "shop", "web");
        bed.east().kubectl().awaitRollout("shop", "deployment/web", LIMIT);
        bed.west().kubectl().awaitRollout("shop", "daemonset/client", LIMIT);
    }

    @AfterAll
    static void end() {
        if (bed != null) {
            bed.close();
        }
    }

    @Test
    void podsOfEachNodeReachTheOtherClusterUnderTheirOwnAddress() {
        assertThat(ClientPod.of(bed.west()).map(ClientPod::node)).containsExactlyInAnyOrder("west-2", "west-3");
        everyClientSeesThePage("kube-proxy by nftables");

        bed.west().nodes().forEach(each -> each.restartProxy(NodeSettings.ProxyMode.IPTABLES));
        everyClientSeesThePage("kube-proxy by iptables");
    }

    private static void everyClientSeesThePage(String how) {
        for (ClientPod client : ClientPod.of(bed.west()).toList()) {
            for (boolean ipv6 : List.of(false, true)) {
                eventually(
                        client.node() + ", " + (ipv6 ? "IPv6" : "IPv4") + ", " + how,
                        LIMIT,
                        () -> assertThat(client.fetch(URL, ipv6))
                                .startsWith("web-")
                                .endsWith(" sees " + client.address(ipv6)));
            }
        }
    }
}
