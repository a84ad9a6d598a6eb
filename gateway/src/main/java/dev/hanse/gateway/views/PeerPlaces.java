// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.net.address.AddressOrder;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.peer.PeerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where peers are reached, and which prefixes they have, so that each is compared with all others without looking at each. Not thread-safe.
 */
final class PeerPlaces {

    private final NavigableMap<InetAddress, Integer> addresses = new TreeMap<>(AddressOrder.BY_OCTETS);

    /** By length: an address lies in a prefix where the prefix of that length around it is among them. */
    private final Map<Integer, Map<IpPrefix, Integer>> prefixes = new HashMap<>();

    PeerPlaces(Collection<PeerConfig> peers) {
        peers.forEach(this::add);
    }

    void add(PeerConfig peer) {
        peer.remoteAddresses().forEach(each -> addresses.merge(each.getAddress(), 1, Integer::sum));
        peer.prefixes()
                .forEach(each -> prefixes.computeIfAbsent(each.bits(), _ -> new HashMap<>())
                        .merge(each, 1, Integer::sum));
    }

    void remove(PeerConfig peer) {
        peer.remoteAddresses().forEach(each -> addresses.computeIfPresent(each.getAddress(), (_, n) -> less(n)));
        for (IpPrefix prefix : peer.prefixes()) {
            prefixes.computeIfPresent(prefix.bits(), (_, ofLength) -> {
                ofLength.computeIfPresent(prefix, (_, n) -> less(n));
                return ofLength.isEmpty() ? null : ofLength;
            });
        }
    }

    @SuppressWarnings("NullAway") // null takes an entry out of its map
    private static Integer less(int count) {
        return count == 1 ? null : count - 1;
    }

    /** An address of this or another peer that would be routed into the tunnel, with where to; empty: none. */
    Optional<String> conflict(PeerConfig peer) {
        for (IpPrefix prefix : peer.prefixes()) {
            InetAddress next = addresses.ceilingKey(prefix.address());
            if (next != null && prefix.contains(next)) {
                return Optional.of(text(next, prefix));
            }
        }
        return peer.remoteAddresses().stream()
                .map(InetSocketAddress::getAddress)
                .flatMap(address -> prefixAround(address, peer).map(prefix -> text(address, prefix)).stream())
                .findFirst();
    }

    private Optional<IpPrefix> prefixAround(InetAddress address, PeerConfig peer) {
        int width = address.getAddress().length * 8;
        return peer.prefixes().stream()
                .filter(each -> each.contains(address))
                .findFirst()
                .or(() -> prefixes.entrySet().stream()
                        .filter(ofLength -> ofLength.getKey() <= width)
                        .map(ofLength -> IpPrefix.around(address, ofLength.getKey()))
                        .filter(each ->
                                prefixes.getOrDefault(each.bits(), Map.of()).containsKey(each))
                        .findFirst());
    }

    private static String text(InetAddress address, IpPrefix prefix) {
        return prefix + " has " + address.getHostAddress() + ", where a peer is reached";
    }
}
