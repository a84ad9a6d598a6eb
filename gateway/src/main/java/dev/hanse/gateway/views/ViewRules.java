// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.net.address.ForbiddenAddresses;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import dev.hanse.tunnel.peer.PeerConfig;
import java.net.InetAddress;
import java.util.List;

/**
 * What a gateway does not let itself be told, even by the control plane: addresses that mean this host or its link, and
 * other clusters' claims to this cluster's own pods.
 *
 * @param cluster this cluster
 * @param podPrefixes its pod prefixes
 */
record ViewRules(ClusterId cluster, List<IpPrefix> podPrefixes) {

    /** Copies the list. */
    ViewRules {
        podPrefixes = List.copyOf(podPrefixes);
    }

    void checkSlice(ClusterId from, EndpointSlice slice) throws ItemRefusedException {
        PrefixSet own = new PrefixSet(podPrefixes);
        for (Endpoint endpoint : slice.endpoints()) {
            InetAddress address = endpoint.address();
            if (!ForbiddenAddresses.isUnicast(address)) {
                throw new ItemRefusedException(
                        "FORBIDDEN_ADDRESS",
                        "endpoint address: " + address.getHostAddress()
                                + " (expected: not loopback, link-local, multicast or unspecified)");
            }
            if (!from.equals(cluster) && own.contains(address)) {
                throw new ItemRefusedException(
                        "FOREIGN_PREFIX",
                        "endpoint address: " + address.getHostAddress() + " of cluster " + from
                                + " (expected: outside the pod prefixes of " + cluster + ")");
            }
        }
    }

    void checkPeer(PeerConfig peer) throws ItemRefusedException {
        if (peer.id().cluster().equals(cluster.value())) {
            throw new ItemRefusedException(
                    "INVALID", "peer: " + peer.id() + " is of this cluster (expected: a gateway of another cluster)");
        }
        PrefixSet own = new PrefixSet(podPrefixes);
        for (IpPrefix prefix : peer.prefixes()) {
            if (own.overlapping(prefix).isPresent()) {
                throw new ItemRefusedException(
                        "FOREIGN_PREFIX",
                        "peer prefix: " + prefix + " of " + peer.id() + " (expected: outside the pod prefixes of "
                                + cluster + ")");
            }
            if (!ForbiddenAddresses.isUnicast(prefix.address()) || prefix.bits() == 0) {
                throw new ItemRefusedException(
                        "FORBIDDEN_ADDRESS",
                        "peer prefix: " + prefix + " of " + peer.id() + " (expected: a prefix of unicast addresses)");
            }
        }
    }
}
