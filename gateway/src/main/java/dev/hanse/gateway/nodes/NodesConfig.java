// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.net.address.ForbiddenAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * The port for the nodes of the gateway's own cluster.
 *
 * @param listen key {@code nodes.listen}: TCP address
 * @param credentials key {@code nodes.credentials}: directory with ca.crt, tls.crt and tls.key
 * @param addresses key {@code nodes.addresses}: own addresses that nodes route to, at most 16; none: the one that a node has connected to and
 *     those of the other family on the same interface
 * @param vxlan how nodes send that share no link with this host
 */
public record NodesConfig(InetSocketAddress listen, Path credentials, List<InetAddress> addresses, VxlanConfig vxlan) {

    /** Default of {@code nodes.listen}. */
    public static final InetSocketAddress DEFAULT_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 9482);

    /** Limit of {@code nodes.addresses}, as in the contract. */
    public static final int MAX_ADDRESSES = 16;

    /** Checks each component and copies the list. */
    public NodesConfig {
        addresses = List.copyOf(addresses);
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException(
                    "nodes.listen: " + listen + " (expected: a literal address and a port, as 0.0.0.0:9482)");
        }
        if (addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "nodes.addresses: " + addresses.size() + " (expected: at most " + MAX_ADDRESSES + ")");
        }
        addresses.forEach(NodesConfig::requireHost);
    }

    private static void requireHost(InetAddress address) {
        if (!ForbiddenAddresses.isHost(address)) {
            throw new IllegalArgumentException("nodes.addresses: " + address.getHostAddress()
                    + " (expected: addresses of this host on the network of the nodes)");
        }
    }
}
