// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import dev.hanse.gateway.tables.AddressSets;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.address.IpPrefix;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table as text of nft(8), ahead of connection tracking. What comes from a pod on another host, or goes to one, has no state here. What a pod of this host sends or gets keeps it: virtual addresses are translated by it, and
 * it passes here in both directions whichever gateway carries it. Errors that this host sends about packets without a state would be of no known connection themselves.
 *
 * @param pods of this cluster
 * @param remote pods of other clusters
 * @param ways links behind which pods of other hosts are
 */
record TransitTable(Set<IpPrefix> pods, Set<IpPrefix> remote, Set<String> ways) {

    private static final String ERRORS4 = "icmp type { destination-unreachable, time-exceeded, parameter-problem }";
    private static final String ERRORS6 =
            "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }";

    /** Copies all. */
    TransitTable {
        pods = Set.copyOf(pods);
        remote = Set.copyOf(remote);
        ways = Set.copyOf(ways);
    }

    /** That of a tunnel: two on one host have one each. */
    static TableName name(String device) {
        return new TableName("hanse-transit-" + device);
    }

    /** What stands in it. */
    String text() {
        return AddressSets.of("pods", pods) + AddressSets.of("remote", remote)
                + "  chain pass {\n    type filter hook prerouting priority raw; policy accept;\n"
                + (ways.isEmpty() ? "" : passing("ip", "4") + passing("ip6", "6"))
                + "  }\n  chain errors {\n    type filter hook output priority raw; policy accept;\n"
                + (ways.isEmpty() ? "" : errors("ip", "4", ERRORS4) + errors("ip6", "6", ERRORS6))
                + "  }\n";
    }

    private String passing(String family, String digit) {
        return "    iifname " + names() + " " + between(family, "pods" + digit, "remote" + digit) + " notrack\n"
                + "    " + between(family, "remote" + digit, "pods" + digit) + " fib daddr oifname " + names()
                + " notrack\n";
    }

    private static String between(String family, String from, String to) {
        return family + " saddr @" + from + " " + family + " daddr @" + to;
    }

    private String errors(String family, String digit, String types) {
        return "    oifname " + names() + " " + family + " daddr @pods" + digit + " " + types + " notrack\n" + "    "
                + family + " daddr @remote" + digit + " " + types + " notrack\n";
    }

    /** Written out in each rule, since the type of the set that fib is compared with has no name. */
    private String names() {
        return ways.stream().sorted().map(name -> "\"" + name + "\"").collect(Collectors.joining(", ", "{ ", " }"));
    }
}
