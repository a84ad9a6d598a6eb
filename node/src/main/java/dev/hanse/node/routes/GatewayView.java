// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What one gateway says.
 *
 * @param cluster this cluster
 * @param gateway its name
 * @param known whether it knows the other clusters; while it does not, {@code remotes} says nothing
 * @param confirmed whether the control plane stands behind {@code remotes}; while it does not, newer clusters and prefixes may be missing
 * @param pods this cluster's pod prefixes
 * @param services this cluster's service prefixes
 * @param hops addresses of the gateway that nodes route to
 * @param dns where it answers DNS, over UDP and TCP
 * @param leaving whether it stops soon
 * @param remotes the other clusters
 * @param vxlan how it takes packets of this node in VXLAN; empty where this node has not asked, or it has not answered
 */
public record GatewayView(
        String cluster,
        String gateway,
        boolean known,
        boolean confirmed,
        List<IpPrefix> pods,
        List<IpPrefix> services,
        List<InetAddress> hops,
        List<InetSocketAddress> dns,
        boolean leaving,
        List<Remote> remotes,
        Optional<VxlanEnd> vxlan) {

    /** Copies the lists. */
    public GatewayView {
        pods = List.copyOf(pods);
        services = List.copyOf(services);
        hops = List.copyOf(hops);
        dns = List.copyOf(dns);
        remotes = List.copyOf(remotes);
    }

    /** One that is on a link of this node. */
    public GatewayView(
            String cluster,
            String gateway,
            boolean known,
            boolean confirmed,
            List<IpPrefix> pods,
            List<IpPrefix> services,
            List<InetAddress> hops,
            List<InetSocketAddress> dns,
            boolean leaving,
            List<Remote> remotes) {
        this(cluster, gateway, known, confirmed, pods, services, hops, dns, leaving, remotes, Optional.empty());
    }

    /** The same of a gateway that stops soon. */
    public GatewayView asLeaving() {
        return new GatewayView(cluster, gateway, known, confirmed, pods, services, hops, dns, true, remotes, vxlan);
    }

    /** The same of one that takes packets so. */
    public GatewayView with(VxlanEnd end) {
        return new GatewayView(
                cluster, gateway, known, confirmed, pods, services, hops, dns, leaving, remotes, Optional.of(end));
    }

    /** How a gateway reaches another cluster, the best first. */
    public enum Reach {
        /** A path is up. */
        UP,
        /** Paths may carry packets. */
        AVOID,
        /** No path is up. */
        DOWN
    }

    /**
     * Another cluster.
     *
     * @param cluster its name
     * @param prefixes its pod prefixes
     * @param reach how the gateway reaches it
     * @param mtu largest packet for it, octets; 0: not known
     */
    public record Remote(String cluster, List<IpPrefix> prefixes, Reach reach, int mtu) {

        /** Copies the list. */
        public Remote {
            prefixes = List.copyOf(prefixes);
        }
    }
}
