// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.federation;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.TunnelPublicKey;
import dev.hanse.controlplane.peers.PairKeys;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tells each gateway how to reach the gateways of other clusters. Owned by the control loop.
 */
final class PeerIndex {

    private final Map<GatewayId, GatewayMember> gateways = new TreeMap<>();
    private final Function<ClusterId, List<IpPrefix>> prefixesOf;
    private final PairKeys pairKeys;
    private final Views views;

    PeerIndex(Function<ClusterId, List<IpPrefix>> prefixesOf, PairKeys pairKeys, Views views) {
        this.prefixesOf = prefixesOf;
        this.pairKeys = pairKeys;
        this.views = views;
    }

    /** A gateway is new or has changed. */
    void put(GatewayMember gateway) {
        gateways.put(gateway.id(), gateway);
        for (GatewayMember other : gateways.values()) {
            if (!other.id().cluster().equals(gateway.id().cluster())) {
                show(gateway, other);
                show(other, gateway);
            }
        }
    }

    void remove(GatewayId gateway) {
        gateways.remove(gateway);
        gateways.keySet().forEach(other -> views.removeOwn(other, new ViewKey.Peer(gateway)));
    }

    private void show(GatewayMember peer, GatewayMember to) {
        Optional<GatewayTunnel> tunnel = peer.tunnel();
        if (tunnel.isPresent()) {
            views.putOwn(
                    to.id(),
                    new ViewItem.Peer(
                            peer.id(), tunnel.get(), prefixesOf.apply(peer.id().cluster()), pairKeys.of(peer, to)));
        } else {
            views.removeOwn(to.id(), new ViewKey.Peer(peer.id()));
        }
    }

    /** Another gateway that uses this tunnel key. */
    Optional<GatewayMember> holderOf(TunnelPublicKey key, GatewayId except) {
        return gateways.values().stream()
                .filter(each -> !each.id().equals(except))
                .filter(each -> each.tunnel().map(GatewayTunnel::publicKey).equals(Optional.of(key)))
                .findFirst();
    }
}
