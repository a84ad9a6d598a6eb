// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.RouteMaker;
import dev.hanse.net.linux.rtnetlink.TableRoute;
import dev.hanse.net.linux.rtnetlink.TableRoute.Way;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says which ways a host would take if it had no routes into tunnels: each prefix that leads into one gets the way of the longest route around it, and the host's routes
 * for a part of it stay as they are. Pure.
 */
final class UnderlayTable {

    /** Makers of routes into tunnels: gateways, and {@code hanse node}, which leads to them. */
    static final Set<Integer> TUNNEL_MAKERS = Set.of(RouteMaker.GATEWAY, RouteMaker.NODE);

    private final Map<IpPrefix, TableRoute> others = new HashMap<>();
    private final Set<IpPrefix> prefixes;

    /**
     * @param main the host's routes of one family
     * @param wanted prefixes of that family that lead into a tunnel, or will
     */
    UnderlayTable(List<TableRoute> main, Set<IpPrefix> wanted) {
        prefixes = new HashSet<>(wanted);
        for (TableRoute route : main) {
            if (TUNNEL_MAKERS.contains(route.protocol())) {
                prefixes.add(prefix(route));
            } else {
                others.merge(prefix(route), route, (one, other) -> one.metric() <= other.metric() ? one : other);
            }
        }
    }

    static IpPrefix prefix(TableRoute route) {
        return IpPrefix.around(
                route.destination().address(), route.destination().bits());
    }

    /** By destination where packets for it go that are not to enter a tunnel; nothing about all other destinations. */
    Map<IpPrefix, Way> ways() {
        Map<IpPrefix, Way> ways = new HashMap<>();
        others.keySet().stream().filter(this::isInside).forEach(part -> ways.put(part, Way.NEXT_RULE));
        prefixes.forEach(
                prefix -> ways.put(prefix, around(prefix).map(TableRoute::way).orElse(Way.UNREACHABLE)));
        return ways;
    }

    /** One that leaves it to the next rule is as none. */
    private Optional<TableRoute> around(IpPrefix prefix) {
        return longestFirst(prefix.address(), prefix.bits())
                .flatMap(each -> Optional.ofNullable(others.get(each)).stream())
                .filter(route -> !route.way().isNextRule())
                .findFirst();
    }

    private boolean isInside(IpPrefix part) {
        return part.bits() > 0 && longestFirst(part.address(), part.bits() - 1).anyMatch(prefixes::contains);
    }

    private static Stream<IpPrefix> longestFirst(InetAddress address, int bits) {
        return IntStream.rangeClosed(0, bits).mapToObj(shorter -> IpPrefix.around(address, bits - shorter));
    }
}
