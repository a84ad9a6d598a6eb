// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Addresses that gateways send to outside the tunnel: those of the control plane and of tunnel endpoints. One may lie in a pod prefix, as where nodes and pods share a network, once every gateway to which the
 * prefix is another cluster's keeps what it sends there out of its tunnel. Others would route it into the tunnel, frames of the tunnel itself included.
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

    /** Which such address of others a prefix of this cluster has, with whose it is, for a person; empty: none. */
    public Optional<String> addressIn(ClusterId cluster, IpPrefix prefix) {
        return controlPlane.get().stream()
                .filter(prefix::contains)
                .findFirst()
                .map(each -> each.getHostAddress() + ", an address of the control plane")
                .or(() -> tunnelAddressIn(cluster, prefix));
    }

    private Optional<String> tunnelAddressIn(ClusterId cluster, IpPrefix prefix) {
        return members.gateways().stream()
                .filter(gateway -> !gateway.id().cluster().equals(cluster))
                .flatMap(gateway -> gateway.tunnel().map(GatewayTunnel::socketAddresses).stream()
                        .flatMap(List::stream)
                        .filter(each -> prefix.contains(each.getAddress()))
                        .map(each -> HostPort.format(each) + ", the tunnel endpoint of gateway " + gateway.id()))
                .findFirst();
    }

    /** A gateway of another cluster that would lead what it sends to an address in a prefix of this one into the tunnel; empty: none. */
    public Optional<GatewayId> unable(ClusterId cluster) {
        return unable(cluster, Set.of());
    }

    private Optional<GatewayId> unable(ClusterId cluster, Set<GatewayId> but) {
        return members.gateways().stream()
                .filter(gateway -> !gateway.id().cluster().equals(cluster) && !but.contains(gateway.id()))
                .filter(gateway -> gateway.tunnel()
                        .filter(tunnel -> !tunnel.underlayApart())
                        .isPresent())
                .map(GatewayMember::id)
                .findFirst();
    }

    /** Which address of a tunnel endpoint lies in which pod prefix though somebody would lead frames for it into the tunnel, and who, for a person; empty: none. */
    public Optional<String> claimed(GatewayId gateway, GatewayTunnel tunnel) {
        List<InetSocketAddress> addresses = tunnel.socketAddresses();
        return members.clusters().values().stream()
                .flatMap(cluster -> cluster.podPrefixes().stream()
                        .flatMap(prefix -> addresses.stream()
                                .filter(each -> prefix.contains(each.getAddress()))
                                .flatMap(each -> unable(cluster.id(), gateway, tunnel).stream()
                                        .map(who -> text(each, prefix, cluster.id(), who)))))
                .findFirst();
    }

    /** What is kept of the gateway itself may be from before an upgrade. */
    private Optional<GatewayId> unable(ClusterId cluster, GatewayId gateway, GatewayTunnel tunnel) {
        return tunnel.underlayApart() ? unable(cluster, Set.of(gateway)) : Optional.of(gateway);
    }

    private static String text(InetSocketAddress address, IpPrefix prefix, ClusterId cluster, GatewayId unable) {
        return "tunnel address " + HostPort.format(address) + " lies in pod prefix " + prefix + " of cluster " + cluster
                + ", and gateway " + unable + " does not keep frames for it out of its tunnel";
    }
}
