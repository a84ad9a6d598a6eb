// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.exports.ExportOutcome;
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
import java.time.Instant;
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

    /** A gateway has joined again, in its own place: it is a peer with other keys, and nothing else has changed. */
    void replace(GatewayMember gateway) {
        streams.end(
                gateway.id(),
                new RefusedException(
                        Reason.IDENTITY_REVOKED,
                        "gateway " + gateway.id() + " has joined again elsewhere; join again with a token"));
        views.rekeyed(peers.put(gateway));
    }

    /** What the streams of who is going are ended with. */
    static RefusedException removed(String who) {
        return new RefusedException(Reason.IDENTITY_REVOKED, who + " was removed; join again with a token");
    }

    /** A gateway is no member any more. {@code kept}: that is durable. */
    void remove(GatewayId id, boolean kept, Instant now) {
        streams.end(id, removed("gateway " + id));
        List<PeerSight> sights = peers.remove(id);
        ExportOutcome withdrawn = exports.remove(id, now);
        views.remove(List.of(id), sights, withdrawn.services());
        views.keep(withdrawn.changes());
        settle(kept);
    }

    private void settle(boolean kept) {
        if (!kept) {
            views.restart();
        }
    }

    /** A cluster is no member any more. {@code kept}: that is durable. */
    void remove(ClusterId id, boolean kept) {
        List<GatewayId> gateways =
                peers.members().gatewaysOf(id).stream().map(GatewayMember::id).toList();
        List<PeerSight> sights = peers.remove(id);
        List<ServiceExports> services = exports.remove(id);
        streams.endAll(id, removed("cluster " + id));
        views.remove(gateways, sights, services);
        settle(kept);
    }
}
