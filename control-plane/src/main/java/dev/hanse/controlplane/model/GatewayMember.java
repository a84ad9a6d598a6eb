// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.net.keys.TunnelPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A gateway of a member, as it is kept.
 *
 * @param id its name
 * @param joinedAt when it redeemed its token; tells it from an earlier gateway of the same name
 * @param certificateExpiresAt when its newest certificate ends
 * @param lastSeen when it last connected or was lost; empty: never connected
 * @param softwareVersion as it said in its last Hello; empty: never connected
 * @param tunnel how to reach its tunnel endpoint, as it said last; empty: runs none
 * @param keys of its tunnels
 * @param drained whether flows are to take other gateways of its cluster
 */
public record GatewayMember(
        GatewayId id,
        Instant joinedAt,
        Instant certificateExpiresAt,
        Optional<Instant> lastSeen,
        String softwareVersion,
        Optional<GatewayTunnel> tunnel,
        TunnelKeys keys,
        boolean drained) {

    /** A gateway that has not connected yet. */
    public static GatewayMember joined(GatewayId id, Instant joinedAt, Instant certificateExpiresAt) {
        return new GatewayMember(
                id,
                joinedAt,
                certificateExpiresAt,
                Optional.empty(),
                "",
                Optional.empty(),
                TunnelKeys.since(joinedAt),
                false);
    }

    /**
     * Another process in the place of this gateway. The keys of pairs are new, since who has lost its identity may have
     * lost them too; its endpoint stays as it is until the newcomer says otherwise.
     */
    public GatewayMember replaced(Instant now, Instant expiresAt) {
        return new GatewayMember(id, now, expiresAt, lastSeen, softwareVersion, tunnel, keys.renewed(now), drained);
    }

    /** The same gateway with a renewed certificate. */
    public GatewayMember renewed(Instant expiresAt) {
        return new GatewayMember(id, joinedAt, expiresAt, lastSeen, softwareVersion, tunnel, keys, drained);
    }

    /** The same gateway after its Hello. */
    public GatewayMember connected(Instant now, String version, Optional<GatewayTunnel> endpoint) {
        return new GatewayMember(id, joinedAt, certificateExpiresAt, Optional.of(now), version, tunnel, keys, drained)
                .reachedBy(endpoint, now);
    }

    /** The same gateway, whose endpoint is now this. With another tunnel key the keys of its pairs are new too. */
    public GatewayMember reachedBy(Optional<GatewayTunnel> endpoint, Instant now) {
        boolean rekeyed = tunnelKey().isPresent()
                && endpoint.isPresent()
                && !tunnelKey().equals(endpoint.map(GatewayTunnel::publicKey));
        return new GatewayMember(
                id,
                joinedAt,
                certificateExpiresAt,
                lastSeen,
                softwareVersion,
                endpoint,
                rekeyed ? keys.renewed(now) : keys,
                drained);
    }

    /** The same gateway before it says how it is reached. */
    public GatewayMember withoutTunnel() {
        return new GatewayMember(
                id, joinedAt, certificateExpiresAt, lastSeen, softwareVersion, Optional.empty(), keys, drained);
    }

    /** The same gateway, heard of at {@code now}. */
    public GatewayMember seen(Instant now) {
        return new GatewayMember(
                id, joinedAt, certificateExpiresAt, Optional.of(now), softwareVersion, tunnel, keys, drained);
    }

    /** The same gateway, which is to give up the tunnel key that it has. */
    public GatewayMember retiringKey() {
        return new GatewayMember(
                id,
                joinedAt,
                certificateExpiresAt,
                lastSeen,
                softwareVersion,
                tunnel,
                keys.retiring(tunnelKey()),
                drained);
    }

    /** The same gateway, whose flows are to take others, or not. */
    public GatewayMember drained(boolean is) {
        return new GatewayMember(id, joinedAt, certificateExpiresAt, lastSeen, softwareVersion, tunnel, keys, is);
    }

    /** The tunnel key that it has and is to give up. */
    public Optional<TunnelPublicKey> keyToGiveUp() {
        return tunnelKey().filter(key -> keys.retired().equals(Optional.of(key)));
    }

    /** The tunnel key that it has. */
    public Optional<TunnelPublicKey> tunnelKey() {
        return tunnel.map(GatewayTunnel::publicKey);
    }
}
