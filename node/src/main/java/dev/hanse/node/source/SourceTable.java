// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table as text of nft(8). A NAT mapping that one chain has made is not made again by a later one, so mapping a source address to itself, ahead of all who masquerade, keeps it. By prefixes and in both
 * directions: on a node without a gateway packets leave by an ordinary device, and some masquerade what arrives.
 *
 * @param pods of this cluster
 * @param remote pods of other clusters
 */
record SourceTable(Set<IpPrefix> pods, Set<IpPrefix> remote) {

    /** Family and name. */
    static final String NAME = "inet hanse-node";

    /** Nothing is kept. */
    static final SourceTable NONE = new SourceTable(Set.of(), Set.of());

    /** Copies both. */
    SourceTable {
        pods = Set.copyOf(pods);
        remote = Set.copyOf(remote);
    }

    /** All of it, in place of what there is, in one transaction. */
    String text() {
        StringBuilder text =
                new StringBuilder("table " + NAME + " {}\ndelete table " + NAME + "\ntable " + NAME + " {\n");
        for (boolean v4 : List.of(true, false)) {
            text.append(set(v4 ? "pods4" : "pods6", v4, pods)).append(set(v4 ? "remote4" : "remote6", v4, remote));
        }
        return text.append(
                        "  chain keep-source {\n    type nat hook postrouting priority srcnat - 10; policy accept;\n")
                .append(rule("ip", "pods4", "remote4"))
                .append(rule("ip", "remote4", "pods4"))
                .append(rule("ip6", "pods6", "remote6"))
                .append(rule("ip6", "remote6", "pods6"))
                .append("  }\n}\n")
                .toString();
    }

    private static String set(String name, boolean v4, Collection<IpPrefix> prefixes) {
        List<IpPrefix> family = prefixes.stream()
                .filter(each -> each.address() instanceof Inet4Address == v4)
                .toList();
        // One that lies in another is refused beside it.
        String elements = family.stream()
                .filter(each -> family.stream().noneMatch(other -> !other.equals(each) && other.contains(each)))
                .map(IpPrefix::toString)
                .sorted()
                .collect(Collectors.joining(", "));
        return "  set " + name + " {\n    type " + (v4 ? "ipv4_addr" : "ipv6_addr") + "\n    flags interval\n"
                + (elements.isEmpty() ? "" : "    elements = { " + elements + " }\n") + "  }\n";
    }

    private static String rule(String family, String from, String to) {
        return "    " + family + " saddr @" + from + " " + family + " daddr @" + to + " snat " + family + " to "
                + family + " saddr\n";
    }
}
