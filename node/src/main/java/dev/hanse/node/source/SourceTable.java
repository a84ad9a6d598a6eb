// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import dev.hanse.gateway.tables.AddressSets;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table as text of nft(8). A NAT mapping that one chain has made is not made again by a later one, so mapping a source address to itself, ahead of all who masquerade, keeps it. By prefixes and in both
 * directions: on a node without a gateway packets leave by an ordinary device, and some masquerade what arrives. What the node's own processes send, to an address or to a Service's, would have an address
 * that other clusters do not accept: it gets one that they do.
 *
 * @param pods of this cluster
 * @param remote pods of other clusters
 * @param own what this node's processes have as their address, at most one of each family
 */
record SourceTable(Set<IpPrefix> pods, Set<IpPrefix> remote, Set<InetAddress> own) {

    static final TableName NAME = new TableName("hanse-node");

    /** Copies all. */
    SourceTable {
        pods = Set.copyOf(pods);
        remote = Set.copyOf(remote);
        own = Set.copyOf(own);
    }

    boolean isEmpty() {
        return pods.isEmpty() && remote.isEmpty();
    }

    /** What stands in it. */
    String text() {
        return AddressSets.of("pods", pods) + AddressSets.of("remote", remote)
                + "  chain keep-source {\n    type nat hook postrouting priority srcnat - 10; policy accept;\n"
                + rule("ip", "pods4", "remote4")
                + rule("ip", "remote4", "pods4")
                + rule("ip6", "pods6", "remote6")
                + rule("ip6", "remote6", "pods6")
                + own.stream().map(SourceTable::rule).sorted().collect(Collectors.joining())
                + "  }\n";
    }

    private static String rule(String family, String from, String to) {
        return "    " + family + " saddr @" + from + " " + family + " daddr @" + to + " snat " + family + " to "
                + family + " saddr\n";
    }

    /** What has been kept by a rule before this one is no concern of it. */
    private static String rule(InetAddress own) {
        boolean v4 = own instanceof Inet4Address;
        String family = v4 ? "ip" : "ip6";
        // Without the interface of an IPv6 address.
        String address = own.getHostAddress().split("%", 2)[0];
        return "    " + family + " daddr @" + (v4 ? "remote4" : "remote6") + " fib saddr type local snat " + family
                + " to " + address + "\n";
    }
}
