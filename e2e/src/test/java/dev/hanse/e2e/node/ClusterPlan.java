// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import java.util.List;

/**
 * Which addresses a cluster has. Nodes count from 1; the first is the control plane's.
 *
 * @param name of the cluster
 * @param number 1 to 9, of its own in the bed
 */
public record ClusterPlan(String name, int number) {
    /** Of the API server, which listens there when nothing else is said. */
    static final int API_PORT = 6443;

    /** Its own nodes' addresses on their link, by the number of the node. */
    public String node(int node) {
        return "172.30." + number + "." + node;
    }

    /** The same of IPv6. */
    public String node6(int node) {
        return "fd00:30::" + number + ":" + node;
    }

    /** An address on the link of the nodes that nobody has. */
    String nobody() {
        return "172.30.255.254";
    }

    /** The same of IPv6. */
    String nobody6() {
        return "fd00:30::ffff";
    }

    /** The name of a node. */
    public String nodeName(int node) {
        return name + "-" + node;
    }

    /** URL of the API server. */
    public String server() {
        return "https://" + node(1) + ":" + API_PORT;
    }

    /** Prefixes of its pods, IPv4 and IPv6. */
    public List<String> pods() {
        return List.of("10." + number + "0.0.0/16", "fd00:10:" + number + "0::/48");
    }

    /** Prefixes of the pods of one node. */
    public List<String> pods(int node) {
        return List.of("10." + number + "0." + node + ".0/24", "fd00:10:" + number + "0:" + node + "::/64");
    }

    /** Prefixes of its Services. */
    public List<String> services() {
        return List.of("10." + number + "1.0.0/16", "fd00:10:" + number + "1::/112");
    }

    /** The address of the Service {@code default/kubernetes}. */
    String apiService() {
        return "10." + number + "1.0.1";
    }

    /** The address of the Service {@code kube-system/kube-dns}. */
    public String dnsService() {
        return "10." + number + "1.0.10";
    }
}
