// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import dev.hanse.net.address.HostPort;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where DNS queries to gateways are led that are away: silent, or stopping.
 *
 * @param ways at most one of each IP family
 */
public record Redirection(List<Way> ways) {

    /** Each query goes where it is sent. */
    public static final Redirection NONE = new Redirection(List.of());

    /** Copies the list. */
    public Redirection {
        ways = List.copyOf(ways);
    }

    /**
     * Of one family.
     *
     * @param away addresses of gateways that are away
     * @param instead that of one that answers
     */
    public record Way(Set<InetSocketAddress> away, InetSocketAddress instead) {

        /** Copies the set. */
        public Way {
            away = Set.copyOf(away);
        }

        boolean isIpv4() {
            return instead.getAddress() instanceof Inet4Address;
        }
    }

    /**
     * What is to be done. An address that one which answers has too stays as it is. Where none answers nothing is redirected: nobody would answer elsewhere either, and who is silent to this node
     * may be there for others.
     *
     * @param node its name: not all nodes choose the same gateway where there are several
     */
    public static Redirection of(Collection<GatewayDns> gateways, String node) {
        Set<InetSocketAddress> answering = addresses(gateways, GatewayDns.State.ANSWERS);
        Set<InetSocketAddress> away = addresses(gateways, GatewayDns.State.SILENT);
        away.addAll(addresses(gateways, GatewayDns.State.STOPS));
        away.removeAll(answering);
        return new Redirection(Stream.of(true, false)
                .flatMap(ipv4 -> way(family(away, ipv4), family(answering, ipv4), node))
                .toList());
    }

    private static Set<InetSocketAddress> addresses(Collection<GatewayDns> gateways, GatewayDns.State state) {
        Set<InetSocketAddress> found = new HashSet<>();
        gateways.stream().filter(each -> each.state() == state).forEach(each -> found.addAll(each.addresses()));
        return found;
    }

    private static List<InetSocketAddress> family(Set<InetSocketAddress> addresses, boolean ipv4) {
        return addresses.stream()
                .filter(each -> each.getAddress() instanceof Inet4Address == ipv4)
                .sorted(Comparator.comparing(HostPort::format))
                .toList();
    }

    private static Stream<Way> way(List<InetSocketAddress> away, List<InetSocketAddress> answering, String node) {
        return away.isEmpty() || answering.isEmpty()
                ? Stream.empty()
                : Stream.of(new Way(Set.copyOf(away), answering.get(Math.floorMod(node.hashCode(), answering.size()))));
    }

    /** Whose queries this gateway answers. */
    Set<InetSocketAddress> ledTo(InetSocketAddress instead) {
        return ways.stream()
                .filter(each -> each.instead().equals(instead))
                .flatMap(each -> each.away().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Addresses of gateways that are away. */
    public Set<InetSocketAddress> away() {
        return ways.stream().flatMap(each -> each.away().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** As people read it. */
    @Override
    public String toString() {
        return ways.stream()
                .map(each -> each.away().stream().map(HostPort::format).sorted().collect(Collectors.joining(", "))
                        + " to " + HostPort.format(each.instead()))
                .collect(Collectors.joining("; "));
    }
}
