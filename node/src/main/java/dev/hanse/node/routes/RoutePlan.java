// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which routes there should be on a node whose kernel has a certain table, and what keeps others from being there.
 *
 * @param routes by destination, those through gateways and behind each an unreachable one
 * @param findings what is not as it should be
 */
record RoutePlan(List<Route> routes, List<Finding> findings) {

    private static final Comparator<IpPrefix> ORDER = Comparator.comparing(IpPrefix::toString);

    /** Copies the lists. */
    RoutePlan {
        routes = List.copyOf(routes);
        findings = List.copyOf(findings);
    }

    /**
     * Makes the plan.
     *
     * @param shares of gateways that have just come, see {@link dev.hanse.net.time.SlowStart}
     * @param table the main table of the kernel
     * @param local all addresses of this host
     */
    static RoutePlan of(
            WantedRoutes wanted, Map<InetAddress, Integer> shares, List<Route> table, Set<InetAddress> local) {
        Making making = new Making(wanted, shares, table, local);
        Map<IpPrefix, WantedRoutes.Way> ordered = new TreeMap<>(ORDER);
        ordered.putAll(wanted.served());
        ordered.forEach(making::add);
        making.tellOfGateway();
        making.tellOfProcesses();
        return new RoutePlan(making.routes, making.findings);
    }

    /** Prefixes that such a plan routes, or would with a gateway. */
    static Set<IpPrefix> routable(WantedRoutes wanted, List<Route> table) {
        Making making = new Making(wanted, Map.of(), table, Set.of());
        Set<IpPrefix> routable = new HashSet<>(wanted.served().keySet());
        routable.removeIf(prefix -> making.clash(prefix).isPresent());
        return routable;
    }

    /** One plan while it is made. */
    private static final class Making {
        private final WantedRoutes wanted;
        private final Map<InetAddress, Integer> shares;
        private final List<Route> table;
        private final Set<InetAddress> local;
        private final PrefixSet own;
        private final boolean gatewayHere;
        private final boolean beside;
        private final int vxlanPort;
        private final List<Route> routes = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();

        private Making(
                WantedRoutes wanted, Map<InetAddress, Integer> shares, List<Route> table, Set<InetAddress> local) {
            this.wanted = wanted;
            this.shares = shares;
            this.table = table;
            this.local = local;
            List<IpPrefix> prefixes = new ArrayList<>(wanted.pods());
            prefixes.addAll(wanted.services());
            this.own = new PrefixSet(prefixes);
            this.gatewayHere = wanted.gateways().stream().anyMatch(local::contains);
            this.beside = gatewayHere || wanted.beside();
            this.vxlanPort = wanted.vxlanPort();
        }

        private void add(IpPrefix prefix, WantedRoutes.Way way) {
            Optional<String> clash = clash(prefix);
            if (clash.isPresent()) {
                findings.add(Finding.warning(
                        "PREFIX_CLASH",
                        "no route to " + prefix + " of cluster " + way.cluster() + ": " + clash.get(),
                        "give one of the two another prefix"));
                return;
            }
            routes.add(NodeRoutes.behind(prefix));
            List<Hop> hops = hops(prefix, way);
            if (!hops.isEmpty()) {
                tellOfOthers(prefix);
                routes.add(NodeRoutes.through(prefix, NodeRoutes.weighted(hops, shares)));
            }
        }

        private Optional<String> clash(IpPrefix prefix) {
            return own.overlapping(prefix)
                    .map(each -> each + " is of this cluster itself")
                    .or(() -> table.stream()
                            .filter(NodeRoutes::isConnected)
                            .map(NodeRoutes::prefix)
                            .filter(prefix::overlaps)
                            .findFirst()
                            .map(each -> each + " is on a link of this node"))
                    .or(() -> wanted.vxlan().values().stream()
                            .filter(VxlanEnd::isOffered)
                            .map(VxlanEnd::remote)
                            .filter(remote -> swallows(prefix, remote))
                            .findFirst()
                            .map(each -> "gateway " + each.getHostAddress()
                                    + " has its address in it, and no other route to that is as close"));
        }

        /** What is sent to a gateway in VXLAN would be put into VXLAN again. */
        private boolean swallows(IpPrefix prefix, InetAddress remote) {
            return prefix.contains(remote)
                    && NodeRoutes.underlay(remote, table)
                            .filter(route -> route.bits() >= prefix.bits())
                            .isEmpty();
        }

        private List<Hop> hops(IpPrefix prefix, WantedRoutes.Way way) {
            boolean ipv4 = prefix.address() instanceof Inet4Address;
            List<InetAddress> safe = way.hops().stream()
                    .filter(this::isSafe)
                    .filter(each -> !local.contains(each))
                    .sorted(Comparator.comparing(InetAddress::getHostAddress))
                    .toList();
            List<Hop> hops = new ArrayList<>();
            safe.stream()
                    .filter(each -> each instanceof Inet4Address == ipv4)
                    .forEach(each -> NodeRoutes.onLink(each, table).ifPresentOrElse(hops::add, () -> tellOfLink(each)));
            if (hops.isEmpty()) {
                hops.addAll(tunnelled(safe, ipv4));
            }
            if (hops.isEmpty() && !beside) {
                tellOfNoWay(prefix, way);
            }
            return hops;
        }

        /** Only where no gateway is on a link: what needs no tunnel is faster without. */
        private List<Hop> tunnelled(List<InetAddress> safe, boolean ipv4) {
            List<VxlanEnd> ends = VxlanEnds.of(safe, ipv4, wanted.vxlan());
            ends.stream().filter(each -> each.port() != vxlanPort).forEach(this::tellOfPort);
            return ends.stream()
                    .filter(each -> each.port() == vxlanPort)
                    .map(each -> NodeRoutes.into(each, ipv4))
                    .toList();
        }

        private void tellOfPort(VxlanEnd end) {
            tellOnce(Finding.warning(
                    "VXLAN_PORTS_DIFFER",
                    "gateway " + end.remote().getHostAddress() + " takes VXLAN on UDP port " + end.port()
                            + " and others on " + vxlanPort + ": it is left out",
                    "give all gateways of the cluster the same nodes.vxlan-port"));
        }

        private void tellOnce(Finding finding) {
            if (!findings.contains(finding)) {
                findings.add(finding);
            }
        }

        /** Two gateways that nobody hears, each the other's last known way: packets would go round between them. */
        private boolean isSafe(InetAddress hop) {
            return !beside || (!wanted.remembered() && wanted.gateways().contains(hop));
        }

        private void tellOfLink(InetAddress hop) {
            VxlanEnd end = wanted.vxlan().get(hop);
            if (end == null || !end.isOpen()) {
                tellOnce(Finding.warning(
                        "GATEWAY_NOT_ON_LINK",
                        "gateway " + hop.getHostAddress() + " is on no link of this node, and "
                                + (end == null
                                        ? "has not said that it takes packets in VXLAN"
                                        : "takes no packets in VXLAN: " + end.refused())
                                + ": it cannot be a next hop",
                        "see nodes.vxlan-port and the log of the gateway; or give both a link in common, or name an address on"
                                + " one in nodes.addresses of the gateway"));
            }
        }

        private void tellOfNoWay(IpPrefix prefix, WantedRoutes.Way way) {
            findings.add(Finding.warning(
                    "NO_NEXT_HOP",
                    "no gateway has an address of the family of " + prefix + " of cluster " + way.cluster()
                            + " on a link of this node: it is unreachable",
                    "give a gateway such an address, or name it in nodes.addresses of the gateway"));
        }

        private void tellOfGateway() {
            if (gatewayHere) {
                findings.add(new Finding(
                        "GATEWAY_HERE",
                        "a gateway runs on this node: packets take its device, and the other gateways only while it is away",
                        "nothing",
                        false));
            }
        }

        /** Of the families that prefixes are routed of. */
        private void tellOfProcesses() {
            routes.stream()
                    .map(route -> route.destination() instanceof Inet4Address)
                    .distinct()
                    .filter(ipv4 -> !wanted.pods().isEmpty()
                            && OwnAddresses.of(ipv4, local, wanted.pods()).isEmpty())
                    .map(ipv4 -> ipv4 ? "IPv4" : "IPv6")
                    .forEach(family -> findings.add(new Finding(
                            "NO_OWN_ADDRESS",
                            "no " + family
                                    + " address of this node is among the cluster's pod prefixes: its own processes, and pods in"
                                    + " its network, do not reach other clusters by " + family,
                            "on most networks there is one as soon as a pod runs here; else give the node one that the cluster's"
                                    + " network routes to it: ip address add ADDRESS dev lo",
                            false)));
        }

        /** Somebody else's for the same prefix counts before ours, which a gateway's on this node is meant to. */
        private void tellOfOthers(IpPrefix prefix) {
            table.stream()
                    .filter(route -> NodeRoutes.prefix(route).equals(prefix))
                    .filter(route ->
                            !Set.of(NodeRoutes.PROTOCOL, NodeRoutes.OF_GATEWAY).contains(route.protocol()))
                    .filter(route -> route.metric() <= NodeRoutes.METRIC)
                    .findFirst()
                    .ifPresent(route -> findings.add(Finding.warning(
                            "ROUTE_OF_ANOTHER",
                            "this node has another route to " + prefix + " already, of metric " + route.metric()
                                    + " and protocol " + route.protocol()
                                    + ", which counts before that to the gateways",
                            "remove it: ip route show " + prefix)));
        }
    }
}
