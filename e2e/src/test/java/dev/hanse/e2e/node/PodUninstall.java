// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.AtOnce;
import java.time.Duration;
import java.util.List;

/** Takes the cluster set away again, as docs/kubernetes.md says. */
final class PodUninstall {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** As docs/kubernetes.md has it. */
    private static final String ON_NODE = """
            ip route flush type unreachable proto 104; ip -6 route flush type unreachable proto 104
            nft delete table inet hanse-transit-hanse0
            ip rule flush protocol 104; ip -6 rule flush protocol 104; ip route flush table all proto 104; ip -6 route flush table all proto 104
            ip route flush proto 105; ip -6 route flush proto 105; nft delete table inet hanse-node
            nft delete table inet hanse-node-dns
            rm -rf /var/lib/hanse/gateway /var/lib/hanse/node
            """;

    private PodUninstall() {}

    /** @param nodes those that live; the others' objects have been deleted */
    static void run(NodeBed bed, List<ClusterNode> nodes) {
        AtOnce.run(
                bed.both().stream().<Runnable>map(each -> () -> uninstall(each)).toList());
        PodFederation.helm(bed.east(), "uninstall", "hanse-control-plane");
        AtOnce.run(bed.both().stream()
                .<Runnable>map(each -> () -> deleteNamespace(each))
                .toList());
        bed.east().kubectl().run("delete", "pv", "control-plane").orFail();
        nodes.forEach(each -> each.node().run(LIMIT, "sh", "-c", ON_NODE).orFail());
    }

    private static void uninstall(NodeCluster cluster) {
        PodFederation.helm(cluster, "uninstall", "hanse-gateway");
        String kubeconfig = cluster.kubectl().kubeconfig().toString();
        cluster.nodes()
                .getFirst()
                .node()
                .host()
                .hanse("uninstall", "--kubeconfig", kubeconfig)
                .orFail();
    }

    /** With the Secrets and the claim, which stay. */
    private static void deleteNamespace(NodeCluster cluster) {
        cluster.kubectl().run(LIMIT, "delete", "namespace", "hanse", "--wait").orFail();
    }
}
