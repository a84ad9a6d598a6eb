// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import java.util.List;
import java.util.stream.Stream;

/**
 * A pod of a cluster that asks others.
 *
 * @param name of the pod, in the namespace {@code shop}
 * @param node where it runs
 * @param addresses its own, IPv4 and IPv6
 */
record ClientPod(NodeCluster cluster, String name, String node, List<String> addresses) {
    private static final String EACH =
            "jsonpath={range .items[*]}{.metadata.name} {.spec.nodeName}{range .status.podIPs[*]} {.ip}{end}{\"\\n\"}{end}";

    /** One line for each family; fails where there is no page within three seconds. */
    private static final String BOTH =
            "for family in -4 -6; do curl $family -sS --fail --max-time 3 \"http://$0:8080/\" || exit; done";

    /** Those of {@code client.yaml} in networks of their own: one on each node. */
    static Stream<ClientPod> of(NodeCluster cluster) {
        return of(cluster, "client");
    }

    /** Those in the networks of the nodes. */
    static Stream<ClientPod> ofHosts(NodeCluster cluster) {
        return of(cluster, "host-client");
    }

    private static Stream<ClientPod> of(NodeCluster cluster, String app) {
        return cluster.kubectl()
                .get("-n", "shop", "get", "pods", "-l", "app=" + app, "-o", EACH)
                .lines()
                .map(line -> List.of(line.split(" ")))
                .map(words -> new ClientPod(cluster, words.get(0), words.get(1), words.subList(2, words.size())));
    }

    /** The one on a node. */
    static ClientPod on(ClusterNode node, NodeCluster cluster) {
        return of(cluster)
                .filter(each -> each.node().equals(node.name()))
                .findFirst()
                .orElseThrow();
    }

    /** The page at a URL, by IPv4 or IPv6; fails where there is none within three seconds. */
    String fetch(String url, boolean ipv6) {
        return cluster.kubectl()
                .exec("shop", name, "curl", ipv6 ? "-6" : "-4", "-sS", "--fail", "--max-time", "3", url)
                .orFail()
                .output()
                .strip();
    }

    /** The pages of a host at port 8080, by IPv4 and by IPv6. */
    List<String> pages(String host) {
        return cluster.kubectl()
                .exec("shop", name, "bash", "-c", BOTH, host)
                .orFail()
                .output()
                .lines()
                .toList();
    }

    /** Its address of a family. */
    String address(boolean ipv6) {
        return addresses.get(ipv6 ? 1 : 0);
    }
}
