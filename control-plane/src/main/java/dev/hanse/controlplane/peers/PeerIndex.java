// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says how each gateway sees the gateways of other clusters. Owned by the control loop. */
final class PeerIndex {

    private final Members members;
    private final PairKeys pairKeys;

    PeerIndex(Members members, PairKeys pairKeys) {
        this.members = members;
        this.pairKeys = pairKeys;
    }

    /** How a gateway sees all others. */
    List<PeerSight> seenBy(GatewayMember viewer) {
        return members.gateways().stream()
                .filter(each -> areApart(each, viewer))
                .map(each -> sight(viewer, each))
                .toList();
    }

    /** How a gateway sees all others, and they see it. */
    List<PeerSight> around(GatewayMember gateway) {
        List<PeerSight> sights = new ArrayList<>();
        for (GatewayMember other : members.gateways()) {
            if (areApart(gateway, other)) {
                sights.add(sight(other, gateway));
                sights.add(sight(gateway, other));
            }
        }
        return sights;
    }

    private static boolean areApart(GatewayMember one, GatewayMember other) {
        return !one.id().cluster().equals(other.id().cluster());
    }

    private PeerSight sight(GatewayMember viewer, GatewayMember peer) {
        return new PeerSight(
                viewer.id(),
                peer.id(),
                peer.tunnel().map(tunnel -> new PeerSight.Reach(tunnel, prefixesOf(peer), pairKeys.of(peer, viewer))));
    }

    private List<IpPrefix> prefixesOf(GatewayMember gateway) {
        return members.cluster(gateway.id().cluster())
                .map(ClusterMember::podPrefixes)
                .orElse(List.of());
    }

    /** How all others see a gateway that is gone. */
    List<PeerSight> without(GatewayId gone) {
        return members.gateways().stream()
                .map(each -> new PeerSight(each.id(), gone, Optional.empty()))
                .toList();
    }

    /** Another gateway that uses this tunnel key. */
    Optional<GatewayId> holderOf(TunnelPublicKey key, GatewayId except) {
        return members.gateways().stream()
                .filter(each -> !each.id().equals(except))
                .filter(each -> each.tunnel().map(GatewayTunnel::publicKey).equals(Optional.of(key)))
                .map(GatewayMember::id)
                .findFirst();
    }
}
