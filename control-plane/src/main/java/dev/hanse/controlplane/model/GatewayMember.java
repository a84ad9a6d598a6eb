// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

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
 * @param tunnel how to reach its tunnel endpoint, as it said in its last Hello; empty: runs none
 */
public record GatewayMember(
        GatewayId id,
        Instant joinedAt,
        Instant certificateExpiresAt,
        Optional<Instant> lastSeen,
        String softwareVersion,
        Optional<GatewayTunnel> tunnel) {

    /** A gateway that has not connected yet. */
    public static GatewayMember joined(GatewayId id, Instant joinedAt, Instant certificateExpiresAt) {
        return new GatewayMember(id, joinedAt, certificateExpiresAt, Optional.empty(), "", Optional.empty());
    }

    /** The same gateway with a renewed certificate. */
    public GatewayMember renewed(Instant expiresAt) {
        return new GatewayMember(id, joinedAt, expiresAt, lastSeen, softwareVersion, tunnel);
    }

    /** The same gateway after its Hello. */
    public GatewayMember connected(Instant now, String version, Optional<GatewayTunnel> endpoint) {
        return new GatewayMember(id, joinedAt, certificateExpiresAt, Optional.of(now), version, endpoint);
    }

    /** The same gateway, heard of at {@code now}. */
    public GatewayMember seen(Instant now) {
        return new GatewayMember(id, joinedAt, certificateExpiresAt, Optional.of(now), softwareVersion, tunnel);
    }
}
