// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Addresses that gateways send to outside the tunnel: those of the control plane and of tunnel endpoints. A gateway that keeps what it sends there out of its tunnel may itself have one in a pod prefix of its own cluster, as where
 * nodes and pods share a network; an address of others may lie in a prefix only where the token of the prefix's cluster stated it, since other programs' packets for it go to that cluster. A gateway that would lead
 * frames for such an address into its tunnel refuses these peers itself, so that it holds nobody else up.
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

    /** Which address of a tunnel endpoint lies in which pod prefix though it must not, and what to do, for a person; empty: none. */
    public Optional<String> claimed(GatewayId gateway, GatewayTunnel tunnel) {
        return refusal(gateway, tunnel, members.clusters().values());
    }

    /** The same among these clusters. What other gateways can is not asked: one that cannot keep such an address apart leaves the peer out itself. */
    static Optional<String> refusal(GatewayId gateway, GatewayTunnel tunnel, Collection<ClusterMember> clusters) {
        List<InetSocketAddress> addresses = tunnel.socketAddresses();
        return clusters.stream()
                .flatMap(cluster -> cluster.podPrefixes().stream()
                        .filter(prefix -> !mayLieIn(gateway, tunnel, cluster, prefix))
                        .flatMap(prefix -> addresses.stream()
                                .filter(each -> prefix.contains(each.getAddress()))
                                .map(each -> "tunnel address " + HostPort.format(each) + " lies in pod prefix " + prefix
                                        + " of cluster " + cluster.id() + expected(tunnel, cluster.id(), prefix))))
                .findFirst();
    }

    private static boolean mayLieIn(GatewayId gateway, GatewayTunnel tunnel, ClusterMember cluster, IpPrefix prefix) {
        return tunnel.underlayApart() && (cluster.id().equals(gateway.cluster()) || cluster.states(prefix));
    }

    private static String expected(GatewayTunnel tunnel, ClusterId cluster, IpPrefix prefix) {
        return " (expected: an address outside all pod prefixes: advertise another one, or "
                + (tunnel.underlayApart()
                        ? "have cluster " + cluster
                                + " join anew by a token that states the prefix: hanse token create " + cluster
                                + " --allow-prefix " + prefix
                        : "a gateway that keeps its frames out of its tunnel: upgrade this one, on Linux 4.17 or later")
                + ")";
    }
}
