// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.views.Views;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells the peers of a gateway that has connected how it is reached. Owned by the control loop.
 *
 * @param peers that learn it
 * @param views that show it
 * @param audit of keys that were given up
 * @param clock for people
 */
record Announcement(Peers peers, Views views, AuditLog audit, InstantSource clock) {

    /**
     * Makes sure that no other gateway uses the same tunnel key. Within a cluster the newcomer takes it over: it may
     * have been set up again under another name.
     */
    void claimKey(GatewayId gateway, GatewayTunnel tunnel) {
        Optional<GatewayId> holder = peers.holderOf(tunnel, gateway);
        if (holder.isEmpty()) {
            return;
        }
        if (!holder.get().cluster().equals(gateway.cluster())) {
            throw new RefusedException(
                    Reason.TUNNEL_KEY_IN_USE,
                    "tunnel key of gateway " + gateway
                            + " is in use by a gateway of another cluster; make a fresh key");
        }
        peers.members()
                .gateway(holder.get())
                .ifPresent(other -> tell(other, other.softwareVersion(), Optional.empty()));
    }

    /** Makes sure that what is sent to the endpoint does not go into the tunnel. */
    void requireOutsideOfPrefixes(GatewayTunnel tunnel) {
        peers.underlay().claimed(tunnel).ifPresent(where -> {
            throw new RefusedException(
                    Reason.PREFIX_OVERLAP,
                    where
                            + " (expected: an address outside all pod prefixes; advertise another one, or give that cluster"
                            + " other prefixes)");
        });
    }

    /** The gateway is connected and reached like this. */
    GatewayMember tell(GatewayMember gateway, String version, Optional<GatewayTunnel> tunnel) {
        return put(gateway, gateway.connected(clock.instant(), version, tunnel));
    }

    /** The gateway has given up a tunnel key and is reached like this. */
    void tell(GatewayMember gateway, GatewayTunnel tunnel) {
        put(gateway, gateway.reachedBy(Optional.of(tunnel), clock.instant()));
    }

    private GatewayMember put(GatewayMember before, GatewayMember after) {
        List<StateChange> changes = new ArrayList<>(List.of(new StateChange.PutGateway(after)));
        if (before.keyToGiveUp().isPresent() && after.keyToGiveUp().isEmpty()) {
            changes.add(audit.entry(
                    after.id().toString(),
                    "gateway.rotate-key",
                    after.id().toString(),
                    after.tunnelKey().map(key -> "key " + key + " taken").orElse("without a tunnel")));
        }
        views.update(peers.put(after), changes);
        return after;
    }
}
