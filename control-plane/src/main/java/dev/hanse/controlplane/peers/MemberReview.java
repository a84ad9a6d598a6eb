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
import dev.hanse.net.address.SendableAddress;
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
import java.util.stream.Collectors;
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
        Set<ClusterId> apart = saved.gateways().stream()
                .filter(MemberReview::isApart)
                .map(each -> each.id().cluster())
                .collect(Collectors.toSet());
        List<ClusterMember> clusters = saved.clusters().stream()
                .map(each -> cluster(each, apart.contains(each.id())))
                .toList();
        PrefixSet claimed = new PrefixSet(
                clusters.stream().flatMap(each -> each.podPrefixes().stream()).toList());
        return saved.withMembers(
                clusters,
                apart(saved.gateways().stream()
                        .map(each -> gateway(each, claimed))
                        .toList()));
    }

    /** It has connected since gateways keep what they send to others out of the tunnel: its prefixes and addresses were compared by that. */
    private static boolean isApart(GatewayMember gateway) {
        return gateway.tunnel().filter(GatewayTunnel::underlayApart).isPresent();
    }

    private ClusterMember cluster(ClusterMember cluster, boolean apart) {
        List<IpPrefix> kept = new ArrayList<>();
        for (IpPrefix prefix : cluster.podPrefixes()) {
            refusal(prefix, kept, apart)
                    .ifPresentOrElse(why -> quarantine.add("cluster " + cluster.id(), why), () -> kept.add(prefix));
        }
        return new ClusterMember(cluster.id(), kept, cluster.servicePrefixes(), cluster.registeredAt());
    }

    private Optional<String> refusal(IpPrefix prefix, List<IpPrefix> kept, boolean apart) {
        try {
            RoutablePrefixes.requireAll(
                    Stream.concat(kept.stream(), Stream.of(prefix)).toList());
        } catch (IllegalArgumentException e) {
            return Optional.of("pod " + e.getMessage());
        }
        return controlPlane.stream()
                .filter(address -> !apart && prefix.contains(address))
                .findFirst()
                .map(address -> "pod prefix: " + prefix + " has " + address.getHostAddress()
                        + ", an address of the control plane (expected: prefixes of pods only)");
    }

    private GatewayMember gateway(GatewayMember gateway, PrefixSet claimed) {
        Optional<String> refused = gateway.tunnel().filter(tunnel -> !tunnel.underlayApart()).stream()
                .map(GatewayTunnel::addresses)
                .flatMap(List::stream)
                .filter(address -> isInside(address, claimed))
                .findFirst();
        refused.ifPresent(address -> quarantine.add(
                "gateway " + gateway.id(),
                "tunnel address: " + address + " lies in a pod prefix (expected: an address outside all of them)"));
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

    private static boolean isInside(String address, PrefixSet claimed) {
        return SendableAddress.parse(address)
                .filter(each -> claimed.contains(each.getAddress()))
                .isPresent();
    }
}
