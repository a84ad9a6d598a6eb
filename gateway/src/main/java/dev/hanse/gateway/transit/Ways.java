// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Link;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Behind which links pods of other hosts are. A pod of this host is behind a route to its address alone, or behind a bridge with a port into a pod; what is behind a neighbour, or
 * on a link that is no bridge and has a route to several addresses, is not. So pods of this host that are attached to such a link (ports of Open vSwitch, ipvlan, macvlan) are taken for those of other hosts: their
 * networks need {@code tunnel.untrack-transit: false}. A link whose kind cannot be read counts as one to pods of this host: at worst connections are tracked as without us.
 */
final class Ways {

    private final List<IpPrefix> pods;
    private final String tunnel;
    private final Predicate<String> local;

    /**
     * @param pods of this cluster
     * @param tunnel the tunnel's device, which leads to no pod of this cluster
     * @param local whether a link has pods of this host, or that cannot be known
     */
    Ways(Collection<IpPrefix> pods, String tunnel, Predicate<String> local) {
        this.pods = List.copyOf(pods);
        this.tunnel = tunnel;
        this.local = local;
    }

    /**
     * Names of the links.
     *
     * @param own addresses of this host
     */
    Set<String> of(Collection<Route> routes, Collection<Link> links, Set<InetAddress> own) {
        Set<String> ways = new HashSet<>();
        for (Link link : links) {
            if (!link.name().equals(tunnel) && routes.stream().anyMatch(route -> leadsAway(route, link, own))) {
                ways.add(link.name());
            }
        }
        return ways;
    }

    private boolean leadsAway(Route route, Link link, Set<InetAddress> own) {
        IpPrefix prefix = IpPrefix.around(route.destination(), route.bits());
        return pods.stream().anyMatch(prefix::overlaps)
                && route.hops().stream()
                        .filter(hop -> hop.device() == link.index())
                        .anyMatch(hop -> isAway(hop, prefix, link, own));
    }

    /** Some CNIs name an address of this host as the neighbour. */
    private boolean isAway(Hop hop, IpPrefix prefix, Link link, Set<InetAddress> own) {
        boolean alone = prefix.bits() == 8 * prefix.address().getAddress().length;
        return hop.gateway().map(gateway -> !own.contains(gateway)).orElseGet(() -> !alone && !local.test(link.name()));
    }
}
