// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code make demo-kubernetes} shows, on a bed that it takes down again. */
final class KubernetesDemo {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String NAME = "web.shop.svc.clusterset.local";

    @Test
    void aServiceOfEastInWest() {
        try (TestLab lab = new TestLab()) {
            say("two Kubernetes clusters of three nodes each, east and west: kubelet, containerd, kube-proxy, CoreDNS");
            try (NodeBed bed = NodeBed.start(lab, NodeSettings.PLAIN)) {
                show(bed);
            }
            say("all of it is taken down");
        }
    }

    private static void show(NodeBed bed) {
        bed.both().forEach(each -> print(each.kubectl().get("get", "nodes", "-o", "wide")));
        say(
                "two charts by Helm: a control plane as a pod of east, in each cluster gateways on two nodes and hanse node on all");
        PodFederation federation = PodFederation.install(bed);
        print(bed.west().kubectl().get("-n", "hanse", "get", "pods", "-o", "wide"));
        say("east: a Deployment of two pods, its Service shop/web, and a ServiceExport of it");
        bed.east().kubectl().apply(NodeCluster.resource("web.yaml"));
        PodFederation.export(bed.east(), "shop", "web");
        bed.east().kubectl().await("shop", "serviceexport/web", "condition=Ready", LIMIT);
        print(bed.east().kubectl().get("-n", "shop", "get", "pods", "-o", "wide"));
        say("west: the namespace shop gets the import, a Service for it, and its endpoints");
        bed.west().kubectl().apply(NodeCluster.resource("client.yaml"));
        bed.west().kubectl().awaitRollout("shop", "daemonset/client", LIMIT);
        bed.west().kubectl().await("shop", "serviceimport/web", "create", LIMIT);
        bed.west().kubectl().await("shop", "serviceimport/web", "condition=Ready", LIMIT);
        print(bed.west().kubectl().get("-n", "shop", "get", "serviceimports,services,endpointslices"));
        ClientPod.of(bed.west()).forEach(KubernetesDemo::ask);
        print(federation.operator("connections"));
    }

    /** The server says whom it sees: the pod itself, no gateway. */
    private static void ask(ClientPod client) {
        say("west, pod " + client.name() + " on " + client.node() + ": its addresses are " + client.addresses());
        say("  dig " + NAME);
        print(client.cluster()
                .kubectl()
                .exec("shop", client.name(), "dig", "+short", NAME, "A", NAME, "AAAA")
                .orFail()
                .output());
        for (boolean ipv6 : new boolean[] {false, true}) {
            say("  curl " + (ipv6 ? "-6" : "-4") + " http://" + NAME + ":8080/");
            String page =
                    Eventually.eventuallyGet("the page", LIMIT, () -> client.fetch("http://" + NAME + ":8080/", ipv6));
            print(page);
            assertThat(page).endsWith(" sees " + client.address(ipv6));
        }
    }

    private static void say(String words) {
        System.out.println("demo: " + words);
    }

    private static void print(String output) {
        System.out.println(output.stripTrailing().indent(2));
    }
}
