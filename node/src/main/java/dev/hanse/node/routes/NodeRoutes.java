// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.Encapsulation;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import dev.hanse.net.linux.rtnetlink.RouteMaker;
import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import dev.hanse.net.time.SlowStart;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How this project's routes on nodes look in the kernel, and how others are told from them. Stateless. */
final class NodeRoutes {

    /** Who made our own routes. */
    static final int PROTOCOL = RouteMaker.NODE;

    /** Who made the routes of a gateway on this node. */
    static final int OF_GATEWAY = RouteMaker.GATEWAY;

    /** {@code RTPROT_KERNEL}: follows from an address. */
    static final int OF_KERNEL = 2;

    /** Worse than what a gateway on the same node sets, and than most of what people set. */
    static final long METRIC = 20_105;

    /** Worse than any that people, daemons and gateways choose, those behind a gateway's device included. */
    static final long BEHIND = 4_290_000_105L;

    /** Routes of several ways need one in IPv6; nobody has to have it on a device that knows no neighbours. */
    private static final InetAddress ANY_NEIGHBOUR = InetAddress.ofLiteral("fe80::1");

    private NodeRoutes() {}

    static Route through(IpPrefix prefix, List<Hop> hops) {
        int device = hops.size() == 1 ? hops.getFirst().device() : 0;
        return new Route(prefix.address(), prefix.bits(), PROTOCOL, device, METRIC, 0, false, false, hops);
    }

    /** Equal ones where all are whole, or none is left that could take more. */
    static List<Hop> weighted(List<Hop> hops, Map<InetAddress, Integer> shares) {
        List<Hop> weighted = hops.stream().map(hop -> weighted(hop, shares)).toList();
        boolean equal = weighted.stream().map(Hop::weight).distinct().count() <= 1;
        return equal ? hops : weighted;
    }

    private static Hop weighted(Hop hop, Map<InetAddress, Integer> shares) {
        return hop.of(hop.into()
                .map(Encapsulation::remote)
                .or(hop::gateway)
                .map(shares::get)
                .orElse(SlowStart.WHOLE));
    }

    /** Through the VXLAN device, whose index is not known yet. */
    static Hop into(VxlanEnd end, boolean ipv4) {
        return new Hop(
                ipv4 ? Optional.empty() : Optional.of(ANY_NEIGHBOUR),
                0,
                1,
                Optional.of(new Encapsulation(end.remote(), end.vni())));
    }

    /** By which route of others packets to an address leave: into our own they must not be led. */
    static Optional<Route> underlay(InetAddress remote, List<Route> table) {
        return table.stream()
                .filter(route -> !route.unreachable() && !route.hops().isEmpty())
                .filter(route -> route.protocol() != OF_GATEWAY && route.protocol() != PROTOCOL)
                .filter(route -> prefix(route).contains(remote))
                .max(Comparator.comparingInt(Route::bits)
                        .thenComparing(Comparator.comparingLong(Route::metric).reversed()));
    }

    /** The links of these routes. */
    static Set<TunnelDevice.Underlay> underlays(Set<InetAddress> remotes, List<Route> table) {
        Set<TunnelDevice.Underlay> under = new HashSet<>();
        for (InetAddress remote : remotes) {
            int overhead = remote instanceof Inet4Address ? VxlanLinks.OVERHEAD4 : VxlanLinks.OVERHEAD6;
            underlay(remote, table).stream()
                    .flatMap(route -> route.hops().stream())
                    .forEach(hop -> under.add(new TunnelDevice.Underlay(hop.device(), overhead)));
        }
        return under;
    }

    static Route behind(IpPrefix prefix) {
        return new Route(prefix.address(), prefix.bits(), PROTOCOL, 0, BEHIND, 0, true, false);
    }

    static boolean isOurs(Route route) {
        return route.protocol() == PROTOCOL && (route.metric() == METRIC || route.metric() == BEHIND);
    }

    static IpPrefix prefix(Route route) {
        return IpPrefix.around(route.destination(), route.bits());
    }

    /** Whether both are the same to the kernel: several ways have no order. */
    static boolean same(Route one, Route other) {
        return one.unreachable() == other.unreachable()
                && one.metric() == other.metric()
                && prefix(one).equals(prefix(other))
                && Set.copyOf(one.hops()).equals(Set.copyOf(other.hops()));
    }

    /** Of a link, with all its hosts: not through a neighbour, and not one of ours. */
    static boolean isConnected(Route route) {
        return !route.unreachable()
                && route.bits() > 0
                && route.protocol() != OF_GATEWAY
                && route.protocol() != PROTOCOL
                && route.hops().size() == 1
                && route.hops().getFirst().gateway().isEmpty();
    }

    /** The link on which a neighbour is: the closest route that has it. */
    static Optional<Hop> onLink(InetAddress neighbour, List<Route> table) {
        return table.stream()
                .filter(NodeRoutes::isConnected)
                .filter(route -> prefix(route).contains(neighbour))
                .max((one, other) -> Integer.compare(one.bits(), other.bits()))
                .map(route ->
                        new Hop(Optional.of(neighbour), route.hops().getFirst().device()));
    }
}
