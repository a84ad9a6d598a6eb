// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import dev.hanse.gateway.tables.AddressSets;
import dev.hanse.gateway.tables.NodeTable;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table as text of nft(8). A NAT mapping that one chain has made is not made again by a later one, so mapping a source address to itself, ahead of all who masquerade, keeps it. By prefixes and in both
 * directions: on a node without a gateway packets leave by an ordinary device, and some masquerade what arrives. What the node's own processes send, to an address or to a Service's, would have an address
 * that other clusters do not accept: it gets one that they do, where it goes by the tunnel's device or a gateway. What goes elsewhere to such a prefix, as a gateway's own frames and its link to the control plane do
 * where their addresses lie in one, keeps its source.
 *
 * @param pods of this cluster
 * @param remote pods of other clusters
 * @param gateways addresses of this cluster's gateways, by which nodes route
 * @param own what this node's processes have as their address, at most one of each family
 * @param vxlan by which device packets leave in VXLAN; by none that this node has made does any come in, and no pod forges what this node sends so
 */
record SourceTable(
        Set<IpPrefix> pods,
        Set<IpPrefix> remote,
        Set<InetAddress> gateways,
        Set<InetAddress> own,
        SourceKeeper.Vxlan vxlan) {

    static final TableName NAME = NodeTable.NAME;

    /** Copies all. */
    SourceTable {
        pods = Set.copyOf(pods);
        remote = Set.copyOf(remote);
        gateways = Set.copyOf(gateways);
        own = Set.copyOf(own);
    }

    /** The same where nothing is done for the node's own processes: it needs less of the kernel. */
    SourceTable ofPodsAlone() {
        return new SourceTable(pods, remote, Set.of(), Set.of(), vxlan);
    }

    boolean isEmpty() {
        return pods.isEmpty() && remote.isEmpty();
    }

    /** What stands in it. */
    String text() {
        return AddressSets.of("pods", pods) + AddressSets.of("remote", remote) + gatewaySets()
                + "  chain keep-source {\n    type nat hook postrouting priority srcnat - 10; policy accept;\n"
                + rule("ip", "pods4", "remote4")
                + rule("ip", "remote4", "pods4")
                + rule("ip6", "pods6", "remote6")
                + rule("ip6", "remote6", "pods6")
                + own.stream().map(this::rules).sorted().collect(Collectors.joining())
                + "  }\n" + closed() + unforged();
    }

    /** A network may let pods send with the node's address: what the kernel puts into VXLAN itself is not forwarded. */
    private String unforged() {
        return vxlan.ends().isEmpty()
                ? ""
                : "  chain forged {\n    type filter hook forward priority filter; policy accept;\n"
                        + vxlan.ends().stream()
                                .map(SourceTable::unforged)
                                .sorted()
                                .collect(Collectors.joining())
                        + "  }\n";
    }

    private static String unforged(InetSocketAddress end) {
        String family = end.getAddress() instanceof Inet4Address ? "ip" : "ip6";
        return "    " + family + " daddr " + text(end.getAddress()) + " udp dport " + end.getPort() + " drop\n";
    }

    /** Without the interface of an IPv6 address. */
    private static String text(InetAddress address) {
        return address.getHostAddress().split("%", 2)[0];
    }

    private String closed() {
        return vxlan.closed()
                ? "  chain vxlan {\n    type filter hook prerouting priority raw - 10; policy accept;\n    "
                        + NodeTable.closing(vxlan.name()) + "\n  }\n"
                : "";
    }

    private static String rule(String family, String from, String to) {
        return "    " + family + " saddr @" + from + " " + family + " daddr @" + to + " snat " + family + " to "
                + family + " saddr\n";
    }

    /** Nobody asks for them where the node has no address for its own. */
    private String gatewaySets() {
        return own.isEmpty()
                ? ""
                : AddressSets.of(
                        "gateways", gateways.stream().map(SourceTable::alone).toList());
    }

    private static IpPrefix alone(InetAddress address) {
        return IpPrefix.around(address, address.getAddress().length * Byte.SIZE);
    }

    /** What has been kept by a rule before these is no concern of theirs. */
    private String rules(InetAddress own) {
        boolean v4 = own instanceof Inet4Address;
        String family = v4 ? "ip" : "ip6";
        String version = v4 ? "4" : "6";
        String rest = " " + family + " daddr @remote" + version + " fib saddr type local snat " + family + " to "
                + text(own) + "\n";
        return "    meta oifkind \"tun\"" + rest + "    rt " + family + " nexthop @gateways" + version + rest
                + (vxlan.name().isEmpty() ? "" : "    oifname \"" + vxlan.name() + "\"" + rest);
    }
}
