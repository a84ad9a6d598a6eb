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

    /** Those of {@code client.yaml}: one on each node that takes pods. */
    static Stream<ClientPod> of(NodeCluster cluster) {
        return cluster.kubectl()
                .get("-n", "shop", "get", "pods", "-l", "app=client", "-o", EACH)
                .lines()
                .map(line -> List.of(line.split(" ")))
                .map(words -> new ClientPod(cluster, words.get(0), words.get(1), words.subList(2, 4)));
    }

    /** The page at a URL, by IPv4 or IPv6; fails where there is none within three seconds. */
    String fetch(String url, boolean ipv6) {
        return cluster.kubectl()
                .exec("shop", name, "curl", ipv6 ? "-6" : "-4", "-sS", "--fail", "--max-time", "3", url)
                .orFail()
                .output()
                .strip();
    }

    /** Its address of a family. */
    String address(boolean ipv6) {
        return addresses.get(ipv6 ? 1 : 0);
    }
}
