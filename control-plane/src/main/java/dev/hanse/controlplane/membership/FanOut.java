// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.exports.ServiceExports;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.peers.PeerSight;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.views.Views;
import dev.hanse.discovery.model.ClusterId;
import java.util.List;
import java.util.Optional;

/**
 * Carries a decision on membership, once it is durable, to everything further down that knows members. Owned by the
 * control loop.
 *
 * @param peers that members are to each other
 * @param exports of members
 * @param views of members
 * @param streams of members
 */
public record FanOut(Peers peers, MemberExports exports, Views views, MemberStreams streams) {

    /** A gateway has joined; {@code fresh}: its cluster became a member with it. */
    void join(GatewayMember gateway, Optional<ClusterMember> fresh) {
        fresh.ifPresent(cluster -> {
            peers.add(cluster);
            exports.addCluster(cluster);
        });
        exports.addGateway(gateway.id());
        views.addGateway(gateway.id(), peers.put(gateway));
    }

    /** A cluster is no member any more. */
    void remove(ClusterId id) {
        List<GatewayId> gateways =
                peers.members().gatewaysOf(id).stream().map(GatewayMember::id).toList();
        List<PeerSight> sights = peers.remove(id);
        List<ServiceExports> services = exports.remove(id);
        streams.endAll(
                id,
                new RefusedException(
                        Reason.IDENTITY_REVOKED, "cluster " + id + " was removed; join again with a token"));
        views.remove(gateways, sights, services);
    }
}
