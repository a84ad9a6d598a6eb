// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.Quarantine;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import dev.hanse.net.address.RoutablePrefixes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds members that were kept from before to the bounds that joining has today: a pod prefix or a tunnel address that would be refused is nobody's route
 * and nobody's peer. The member stays, with the rest of what it has.
 */
public final class MemberReview {

    private final Collection<InetAddress> controlPlane;
    private final Quarantine quarantine;

    /**
     * For one start.
     *
     * @param controlPlane where gateways reach it
     * @param quarantine is told of what stays out
     */
    public MemberReview(Collection<InetAddress> controlPlane, Quarantine quarantine) {
        this.controlPlane = controlPlane;
        this.quarantine = quarantine;
    }

    /** The same without what would be refused today. */
    public SavedState of(SavedState saved) {
        List<ClusterMember> clusters =
                saved.clusters().stream().map(this::cluster).toList();
        PrefixSet claimed = new PrefixSet(
                clusters.stream().flatMap(each -> each.podPrefixes().stream()).toList());
        return saved.withMembers(
                clusters,
                apart(saved.gateways().stream()
                        .map(each -> gateway(each, claimed, clusters))
                        .toList()));
    }

    private ClusterMember cluster(ClusterMember cluster) {
        List<IpPrefix> kept = new ArrayList<>();
        for (IpPrefix prefix : cluster.podPrefixes()) {
            refusal(prefix, kept, cluster.states(prefix))
                    .ifPresentOrElse(why -> quarantine.add("cluster " + cluster.id(), why), () -> kept.add(prefix));
        }
        return cluster.withPodPrefixes(kept);
    }

    private Optional<String> refusal(IpPrefix prefix, List<IpPrefix> kept, boolean stated) {
        try {
            RoutablePrefixes.requireAll(
                    Stream.concat(kept.stream(), Stream.of(prefix)).toList());
        } catch (IllegalArgumentException e) {
            return Optional.of("pod " + e.getMessage());
        }
        return controlPlane.stream()
                .filter(address -> !stated && prefix.contains(address))
                .findFirst()
                .map(
                        address -> "pod prefix: " + prefix + " has " + address.getHostAddress()
                                + ", an address of the control plane (expected: prefixes of pods only, or ones that the cluster's token stated)");
    }

    private GatewayMember gateway(GatewayMember gateway, PrefixSet claimed, List<ClusterMember> clusters) {
        // Most lie in none, which is known without looking at each.
        Optional<String> refused = gateway.tunnel()
                .filter(tunnel ->
                        tunnel.socketAddresses().stream().anyMatch(each -> claimed.contains(each.getAddress())))
                .flatMap(tunnel -> Underlay.refusal(gateway.id(), tunnel, clusters));
        refused.ifPresent(why -> quarantine.add("gateway " + gateway.id(), why));
        return refused.isEmpty() ? gateway : gateway.withoutTunnel();
    }

    /** Of two clusters with the same tunnel address the one that joined later is nobody's peer until it connects. */
    private List<GatewayMember> apart(List<GatewayMember> gateways) {
        Map<InetSocketAddress, ClusterId> holders = new HashMap<>();
        Set<GatewayId> late = new HashSet<>();
        gateways.stream().sorted(Comparator.comparing(GatewayMember::joinedAt)).forEach(gateway -> {
            for (InetSocketAddress address :
                    gateway.tunnel().map(GatewayTunnel::socketAddresses).orElse(List.of())) {
                ClusterId cluster = gateway.id().cluster();
                if (!holders.computeIfAbsent(address, _ -> cluster).equals(cluster) && late.add(gateway.id())) {
                    quarantine.add(
                            "gateway " + gateway.id(),
                            "tunnel address: " + HostPort.format(address) + " is in use by a gateway of cluster "
                                    + holders.get(address) + " (expected: its own)");
                }
            }
        });
        return gateways.stream()
                .map(each -> late.contains(each.id()) ? each.withoutTunnel() : each)
                .toList();
    }
}
