// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What all gateways say, as one. A gateway that is silent, that says that it stops, or that does not reach a cluster counts only where there is no better one. When none is left at all, the last known
 * stays: unknown is not empty. Where all that are left say what they kept from before a restart, prefixes that they do not name stay, too.
 *
 * @param pods this cluster's pod prefixes
 * @param services its service prefixes
 * @param gateways addresses of all gateways that count
 * @param remote ways to each prefix of another cluster
 * @param remembered whether no gateway speaks now, so that nothing of it is confirmed
 * @param beside whether a gateway is or was on this node, which stays so: it may come back without a word
 * @param ofGateway whether the VXLAN device of this node is a gateway's on it: from when that is heard until it has been away for long
 * @param vxlan how gateways take packets that share no link with this node, by each address of theirs
 */
public record WantedRoutes(
        Set<IpPrefix> pods,
        Set<IpPrefix> services,
        Set<InetAddress> gateways,
        Map<IpPrefix, Way> remote,
        boolean remembered,
        boolean beside,
        boolean ofGateway,
        Map<InetAddress, VxlanEnd> vxlan) {

    /** Nothing is known. */
    public static final WantedRoutes NONE = new WantedRoutes(Set.of(), Set.of(), Set.of(), Map.of(), true, false);

    /** Of a gateway that stops: after all others. */
    private static final int LEAVING = GatewayView.Reach.values().length;

    /** Copies all. */
    public WantedRoutes {
        pods = Set.copyOf(pods);
        services = Set.copyOf(services);
        gateways = Set.copyOf(gateways);
        remote = Map.copyOf(remote);
        vxlan = Map.copyOf(vxlan);
    }

    /** Where all gateways are on links of the node. */
    public WantedRoutes(
            Set<IpPrefix> pods,
            Set<IpPrefix> services,
            Set<InetAddress> gateways,
            Map<IpPrefix, Way> remote,
            boolean remembered,
            boolean beside) {
        this(pods, services, gateways, remote, remembered, beside, false, Map.of());
    }

    /**
     * Ways to a prefix.
     *
     * @param cluster whose it is
     * @param hops addresses of gateways, of both families
     */
    public record Way(String cluster, Set<InetAddress> hops) {

        /** Copies the addresses. */
        public Way {
            hops = Set.copyOf(hops);
        }

        /** Gateways that do not name a prefix do not carry it: what came to them would leave in clear. */
        private Way without(Set<InetAddress> others) {
            Set<InetAddress> left = new HashSet<>(hops);
            left.removeAll(others);
            return new Way(cluster, left);
        }
    }

    /** Whether nothing was ever known. */
    public boolean isNone() {
        return gateways.isEmpty() && remote.isEmpty();
    }

    /** Addresses of all gateways that count or that a way still leads to. */
    public Set<InetAddress> allGateways() {
        Set<InetAddress> all = hops();
        all.addAll(gateways);
        return all;
    }

    /** Addresses that ways lead to. */
    Set<InetAddress> hops() {
        Set<InetAddress> hops = new HashSet<>();
        remote.values().forEach(way -> hops.addAll(way.hops()));
        return hops;
    }

    /** The same without these prefixes. */
    public WantedRoutes without(Set<IpPrefix> prefixes) {
        Map<IpPrefix, Way> left = new HashMap<>(remote);
        left.keySet().removeAll(prefixes);
        return new WantedRoutes(pods, services, gateways, left, remembered, beside, ofGateway, vxlan);
    }

    /** Ways to prefixes of the families that this cluster's pods have: to others no pod sends, and a host may not even have their family. */
    Map<IpPrefix, Way> served() {
        Map<IpPrefix, Way> served = new HashMap<>(remote);
        served.keySet().removeIf(prefix -> pods.stream().noneMatch(pod -> isIpv4(pod) == isIpv4(prefix)));
        return pods.isEmpty() ? remote : served;
    }

    private static boolean isIpv4(IpPrefix prefix) {
        return prefix.address() instanceof Inet4Address;
    }

    /** The same, not confirmed by anybody. */
    public WantedRoutes asRemembered() {
        return remembered ? this : new WantedRoutes(pods, services, gateways, remote, true, beside, ofGateway, vxlan);
    }

    /**
     * The same on a host with these addresses.
     *
     * @param local all of the host
     */
    public WantedRoutes on(Set<InetAddress> local) {
        if (Collections.disjoint(gateways, local)) {
            return this;
        }
        return new WantedRoutes(pods, services, gateways, remote, remembered, true, ofGateway || !remembered, vxlan);
    }

    /** The same where the VXLAN device is a gateway's on this node, or is not. */
    public WantedRoutes onDeviceOfGateway(boolean so) {
        return new WantedRoutes(pods, services, gateways, remote, remembered, beside, so, vxlan);
    }

    /**
     * Joins what gateways say that are alive.
     *
     * @param alive those that are heard
     * @param before what held until now
     */
    public static WantedRoutes of(Collection<GatewayView> alive, WantedRoutes before) {
        List<GatewayView> telling = alive.stream().filter(GatewayView::known).toList();
        if (telling.isEmpty()) {
            return before.asRemembered();
        }
        Set<IpPrefix> pods = new LinkedHashSet<>();
        Set<IpPrefix> services = new LinkedHashSet<>();
        Set<InetAddress> gateways = new LinkedHashSet<>();
        Map<IpPrefix, Choice> choices = new HashMap<>();
        for (GatewayView each : telling) {
            pods.addAll(each.pods());
            services.addAll(each.services());
            gateways.addAll(each.hops());
            each.remotes()
                    .forEach(remote -> remote.prefixes()
                            .forEach(prefix -> choices.computeIfAbsent(prefix, _ -> new Choice())
                                    .add(remote.cluster(), rank(each, remote), each.hops())));
        }
        Map<IpPrefix, Way> remote = new HashMap<>();
        if (telling.stream().noneMatch(GatewayView::confirmed)) {
            before.remote().forEach((prefix, way) -> remote.put(prefix, way.without(gateways)));
        }
        choices.forEach((prefix, choice) -> remote.put(prefix, choice.way()));
        return new WantedRoutes(
                pods,
                services,
                gateways,
                remote,
                false,
                before.beside(),
                before.ofGateway(),
                vxlan(telling, gateways, remote, before));
    }

    /** Of gateways that are heard what they say now, of others that ways lead to what they said last. */
    private static Map<InetAddress, VxlanEnd> vxlan(
            Collection<GatewayView> telling,
            Set<InetAddress> gateways,
            Map<IpPrefix, Way> remote,
            WantedRoutes before) {
        Map<InetAddress, VxlanEnd> ends = new HashMap<>(before.vxlan());
        ends.keySet()
                .removeIf(hop -> gateways.contains(hop)
                        || remote.values().stream().noneMatch(way -> way.hops().contains(hop)));
        for (GatewayView each : telling) {
            each.vxlan()
                    .ifPresent(end ->
                            each.hops().forEach(hop -> ends.merge(hop, end, (one, other) -> nearer(hop, one, other))));
        }
        return ends;
    }

    /** A node may call a gateway at addresses of both families: each is reached at itself. */
    private static VxlanEnd nearer(InetAddress hop, VxlanEnd one, VxlanEnd other) {
        return other.remote().equals(hop) ? other : one;
    }

    /** UDP port of those that take packets in VXLAN and that ways lead to, the least where they do not agree; 0: none does. */
    int vxlanPort() {
        Set<InetAddress> used = hops();
        return vxlan.entrySet().stream()
                .filter(each -> each.getValue().isOpen() && used.contains(each.getKey()))
                .mapToInt(each -> each.getValue().port())
                .min()
                .orElse(0);
    }

    /** Addresses and UDP ports of gateways that take packets of this node in VXLAN. */
    public Set<InetSocketAddress> vxlanEnds() {
        return vxlan.values().stream()
                .filter(VxlanEnd::isOpen)
                .map(end -> new InetSocketAddress(end.remote(), end.port()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The same where no packets may leave in VXLAN.
     *
     * @param why what is told of gateways that would take them
     */
    public WantedRoutes withoutVxlan(String why) {
        Map<InetAddress, VxlanEnd> shut = new HashMap<>(vxlan);
        shut.replaceAll((_, end) -> end.isOpen() ? new VxlanEnd(end.remote(), end.port(), end.vni(), why) : end);
        return new WantedRoutes(pods, services, gateways, remote, remembered, beside, ofGateway, shut);
    }

    private static int rank(GatewayView gateway, GatewayView.Remote remote) {
        return remote.reach().ordinal() + (gateway.leaving() ? LEAVING : 0);
    }

    /** The best gateways for a prefix. */
    private static final class Choice {
        private final Set<InetAddress> hops = new LinkedHashSet<>();
        private final TreeSet<String> clusters = new TreeSet<>();
        private int best = Integer.MAX_VALUE;

        private void add(String cluster, int rank, List<InetAddress> more) {
            clusters.add(cluster);
            if (rank < best) {
                best = rank;
                hops.clear();
            }
            if (rank == best) {
                hops.addAll(more);
            }
        }

        private Way way() {
            return new Way(clusters.first(), hops);
        }
    }
}
