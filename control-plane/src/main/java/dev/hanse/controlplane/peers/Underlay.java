// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Addresses that gateways send to outside the tunnel: those of the control plane and of tunnel endpoints. None may lie in a pod prefix: hosts would route
 * what is meant for it into the tunnel, frames of the tunnel itself included, and whoever registers the prefix would receive it.
 *
 * <p>Owned by the control loop.
 */
public final class Underlay {

    private final Members members;
    private final Supplier<? extends Collection<InetAddress>> controlPlane;

    Underlay(Members members, Supplier<? extends Collection<InetAddress>> controlPlane) {
        this.members = members;
        this.controlPlane = controlPlane;
    }

    /** Which such address a prefix has, with whose it is, for a person; empty: none. */
    public Optional<String> addressIn(IpPrefix prefix) {
        return controlPlane.get().stream()
                .filter(prefix::contains)
                .findFirst()
                .map(each -> each.getHostAddress() + ", an address of the control plane")
                .or(() -> tunnelAddressIn(prefix));
    }

    private Optional<String> tunnelAddressIn(IpPrefix prefix) {
        return members.gateways().stream()
                .flatMap(gateway -> gateway.tunnel().map(GatewayTunnel::socketAddresses).stream()
                        .flatMap(List::stream)
                        .filter(each -> prefix.contains(each.getAddress()))
                        .map(each -> HostPort.format(each) + ", the tunnel endpoint of gateway " + gateway.id()))
                .findFirst();
    }

    /** Which address of a tunnel endpoint lies in which pod prefix, for a person; empty: none. */
    public Optional<String> claimed(GatewayTunnel tunnel) {
        List<InetSocketAddress> addresses = tunnel.socketAddresses();
        return members.clusters().values().stream()
                .flatMap(cluster -> cluster.podPrefixes().stream()
                        .flatMap(prefix -> addresses.stream()
                                .filter(each -> prefix.contains(each.getAddress()))
                                .map(each -> "tunnel address " + HostPort.format(each) + " lies in pod prefix " + prefix
                                        + " of cluster " + cluster.id())))
                .findFirst();
    }
}
