// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import dev.hanse.gateway.tables.AddressSets;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.address.IpPrefix;
import java.util.Set;

/**
 * The table as text of nft(8). A NAT mapping that one chain has made is not made again by a later one, so mapping a source address to itself, ahead of all who masquerade, keeps it. By prefixes and in both
 * directions: on a node without a gateway packets leave by an ordinary device, and some masquerade what arrives.
 *
 * @param pods of this cluster
 * @param remote pods of other clusters
 */
record SourceTable(Set<IpPrefix> pods, Set<IpPrefix> remote) {

    static final TableName NAME = new TableName("hanse-node");

    /** Copies both. */
    SourceTable {
        pods = Set.copyOf(pods);
        remote = Set.copyOf(remote);
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
                + "  }\n";
    }

    private static String rule(String family, String from, String to) {
        return "    " + family + " saddr @" + from + " " + family + " daddr @" + to + " snat " + family + " to "
                + family + " saddr\n";
    }
}
