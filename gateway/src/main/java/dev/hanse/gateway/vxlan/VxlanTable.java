// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.gateway.tables.AddressSets;
import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * The table as text of nft(8). VXLAN has no keys: whoever can send UDP to this host could send as a pod. So it is taken from addresses alone at which nodes are that showed their certificate, and nothing comes out of it but
 * what goes from a pod of this cluster to one of another. That is kept out of connection tracking where transit is: answers come by other links.
 *
 * @param config port, network and device
 * @param nodes outer sources
 * @param pods of this cluster
 * @param remote pods of other clusters
 * @param untracked whether transit is kept out of connection tracking
 */
record VxlanTable(
        VxlanConfig config, Set<InetAddress> nodes, Set<IpPrefix> pods, Set<IpPrefix> remote, boolean untracked) {

    /** Of the header of VXLAN, behind that of UDP: what is neither flags nor protocol. */
    private static final String VNI = "@th,96,24";

    /** Copies all. */
    VxlanTable {
        nodes = Set.copyOf(nodes);
        pods = Set.copyOf(pods);
        remote = Set.copyOf(remote);
    }

    /** Lines of a table that keeps others out of the device, as nft prints them. */
    static List<String> guards(String device, int port) {
        return List.of(dropped(port), others(device));
    }

    private static String dropped(int port) {
        return "udp dport " + port + " drop";
    }

    private static String others(String device) {
        return "iifname != \"" + device + "\" accept";
    }

    /** What stands in it. */
    String text() {
        return AddressSets.ofHosts("nodes", nodes)
                + AddressSets.of("pods", pods)
                + AddressSets.of("remote", remote)
                + "  chain outside {\n    type filter hook input priority filter - 10; policy accept;\n"
                + taken("ip", "4") + taken("ip6", "6") + "    " + dropped(config.port()) + "\n"
                + "  }\n  chain inside {\n    type filter hook prerouting priority raw - 10; policy accept;\n"
                + "    " + others(config.device()) + "\n" + passing("ip", "4") + passing("ip6", "6")
                + "    drop\n  }\n";
    }

    private String taken(String family, String version) {
        return "    udp dport " + config.port() + " " + VNI + " " + config.vni() + " " + family + " saddr @nodes"
                + version + " accept\n";
    }

    private String passing(String family, String version) {
        return "    " + family + " saddr @pods" + version + " " + family + " daddr @remote" + version
                + (untracked ? " notrack" : "") + " accept\n";
    }
}
