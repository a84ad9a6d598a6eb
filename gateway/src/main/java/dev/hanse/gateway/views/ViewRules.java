// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.net.address.ForbiddenAddresses;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import dev.hanse.net.address.RoutablePrefixes;
import dev.hanse.tunnel.peer.PeerConfig;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a gateway does not let itself be told, even by the control plane: addresses that mean this host or its link, other clusters' claims to this
 * cluster's own pods or to more than a cluster has, and routes that would lead what is sent to the control plane or to peers into the tunnel.
 *
 * @param cluster this cluster
 * @param podPrefixes its pod prefixes
 * @param controlPlane where it is reached, as far as that is known yet; any thread
 * @param apart whether what is sent to the control plane and to peers is kept out of the tunnel by other means, so that prefixes may have their addresses
 */
record ViewRules(
        ClusterId cluster,
        List<IpPrefix> podPrefixes,
        Supplier<? extends Collection<InetAddress>> controlPlane,
        boolean apart) {

    /** Copies the list. */
    ViewRules {
        podPrefixes = List.copyOf(podPrefixes);
    }

    /** Where nothing is known of where the control plane is. */
    ViewRules(ClusterId cluster, List<IpPrefix> podPrefixes) {
        this(cluster, podPrefixes, List::of, false);
    }

    void checkSlice(ClusterId from, EndpointSlice slice) throws ItemRefusedException {
        PrefixSet own = new PrefixSet(podPrefixes);
        for (Endpoint endpoint : slice.endpoints()) {
            InetAddress address = endpoint.address();
            if (!ForbiddenAddresses.isHost(address)) {
                throw new ItemRefusedException(
                        "FORBIDDEN_ADDRESS",
                        "endpoint address: " + address.getHostAddress()
                                + " (expected: not loopback, link-local, multicast, reserved, a metadata service or"
                                + " IPv4 in IPv6)");
            }
            if (!from.equals(cluster) && own.contains(address)) {
                throw new ItemRefusedException(
                        "FOREIGN_PREFIX",
                        "endpoint address: " + address.getHostAddress() + " of cluster " + from
                                + " (expected: outside the pod prefixes of " + cluster + ")");
            }
        }
    }

    /** @param others where the other peers are reached, and what they have */
    void checkPeer(PeerConfig peer, PeerPlaces others) throws ItemRefusedException {
        if (peer.id().cluster().equals(cluster.value())) {
            throw new ItemRefusedException(
                    "INVALID", "peer: " + peer.id() + " is of this cluster (expected: a gateway of another cluster)");
        }
        checkOwn(peer);
        checkRoutable(peer);
        if (!apart) {
            checkUnderlay(peer, others);
        }
    }

    private void checkUnderlay(PeerConfig peer, PeerPlaces others) throws ItemRefusedException {
        for (InetAddress address : controlPlane.get()) {
            if (new PrefixSet(peer.prefixes()).contains(address)) {
                throw underlay(
                        peer,
                        peer.prefixes() + " have " + address.getHostAddress() + ", where the control plane is reached");
            }
        }
        Optional<String> conflict = others.conflict(peer);
        if (conflict.isPresent()) {
            throw underlay(peer, conflict.get());
        }
    }

    private static ItemRefusedException underlay(PeerConfig peer, String what) {
        return new ItemRefusedException(
                "FORBIDDEN_ADDRESS", "peer " + peer.id() + ": " + what + " (expected: prefixes of pods only)");
    }

    private void checkOwn(PeerConfig peer) throws ItemRefusedException {
        PrefixSet own = new PrefixSet(podPrefixes);
        for (IpPrefix prefix : peer.prefixes()) {
            if (own.overlapping(prefix).isPresent()) {
                throw new ItemRefusedException(
                        "FOREIGN_PREFIX",
                        "peer prefix: " + prefix + " of " + peer.id() + " (expected: outside the pod prefixes of "
                                + cluster + ")");
            }
        }
    }

    private static void checkRoutable(PeerConfig peer) throws ItemRefusedException {
        try {
            RoutablePrefixes.requireAll(peer.prefixes());
        } catch (IllegalArgumentException e) {
            throw new ItemRefusedException("FORBIDDEN_ADDRESS", "peer " + peer.id() + ": " + e.getMessage());
        }
    }
}
