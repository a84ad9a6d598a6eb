// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.peers.TunnelClaims;
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
 * @param streams that say where gateways connect from
 * @param views that show it
 * @param audit of keys that were given up
 * @param clock for people
 */
record Announcement(Peers peers, Streams streams, Views views, AuditLog audit, InstantSource clock) {

    /** Makes sure that key and addresses are the gateway's own, whenever it says how it is reached. */
    void claim(GatewayStream stream, GatewayTunnel tunnel) {
        requireApart(stream.gateway(), tunnel);
        requireKeyOfThisCluster(stream.gateway(), tunnel);
        claimAddresses(stream, tunnel);
        claimKey(stream.gateway(), tunnel);
    }

    private void requireKeyOfThisCluster(GatewayId gateway, GatewayTunnel tunnel) {
        peers.holderOf(tunnel, gateway)
                .filter(holder -> !holder.cluster().equals(gateway.cluster()))
                .ifPresent(_ -> {
                    throw new RefusedException(
                            Reason.TUNNEL_KEY_IN_USE,
                            "tunnel key of gateway " + gateway
                                    + " is in use by a gateway of another cluster; make a fresh key");
                });
    }

    private void claimAddresses(GatewayStream stream, GatewayTunnel tunnel) {
        switch (peers.claims().claim(stream.gateway(), tunnel, stream.source(), streams::source)) {
            case TunnelClaims.Outcome.Free() -> {}
            case TunnelClaims.Outcome.Displaces(var holders) ->
                holders.stream().distinct().forEach(each -> displace(each, stream.gateway()));
            case TunnelClaims.Outcome.Refused(var why) ->
                throw new RefusedException(
                        Reason.TUNNEL_ADDRESS_IN_USE,
                        why + " (expected: an address and port at which this gateway alone is reached; advertise"
                                + " another one, or remove that gateway if it is gone)");
        }
    }

    private void displace(GatewayId holder, GatewayId newcomer) {
        peers.members().gateway(holder).ifPresent(other -> {
            StateChange entry = audit.entry(
                    newcomer.toString(),
                    "gateway.take-address",
                    holder.toString(),
                    newcomer + " connects from the tunnel address that " + holder + " named and does not connect from");
            views.update(
                    peers.put(other.withoutTunnel()),
                    List.of(new StateChange.PutGateway(other.withoutTunnel()), entry));
        });
    }

    /** Within a cluster the newcomer takes the key over: it may have been set up again under another name. */
    private void claimKey(GatewayId gateway, GatewayTunnel tunnel) {
        peers.holderOf(tunnel, gateway)
                .flatMap(peers.members()::gateway)
                .ifPresent(other ->
                        put(other, other.connected(clock.instant(), other.softwareVersion(), Optional.empty())));
    }

    /** Makes sure that what is sent to the endpoint does not go into the tunnel. */
    private void requireApart(GatewayId gateway, GatewayTunnel tunnel) {
        peers.underlay().claimed(gateway, tunnel).ifPresent(where -> {
            throw new RefusedException(Reason.PREFIX_OVERLAP, where);
        });
    }

    /** The gateway is connected and reached like this. */
    GatewayMember tell(GatewayMember gateway, String version, Optional<GatewayTunnel> tunnel) {
        // It says anew what it cannot write, unless that is nothing.
        peers.writes().remove(gateway.id());
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
