// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Gives out tokens to join with. Owned by the control loop. */
final class TokenIssue {

    private final MemberRoll roll;
    private final JoinTokens tokens;
    private final AuditLog audit;
    private final InstantSource clock;

    TokenIssue(MemberRoll roll, JoinTokens tokens, AuditLog audit, InstantSource clock) {
        this.roll = roll;
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    /** A token for a cluster, where it could be used as things stand. */
    JoinTokens.Fresh create(String actor, ClusterId cluster, TokenPurpose purpose, Duration life) {
        requireUsable(cluster, purpose);
        JoinTokens.Fresh fresh = tokens.make(cluster, purpose, life, clock.instant());
        audit.granted(
                actor,
                "token.create",
                subject(cluster, purpose),
                "token " + fresh.token().id(),
                List.of(new StateChange.PutToken(fresh.token())));
        tokens.put(fresh.token());
        return fresh;
    }

    private void requireUsable(ClusterId cluster, TokenPurpose purpose) {
        switch (purpose) {
            case TokenPurpose.NewCluster _ -> roll.requireNone(cluster);
            case TokenPurpose.MoreGateway _ -> roll.require(cluster);
            case TokenPurpose.Replacement(var gateway) -> roll.require(new GatewayId(cluster, gateway));
        }
    }

    private static String subject(ClusterId cluster, TokenPurpose purpose) {
        return purpose instanceof TokenPurpose.Replacement(var gateway)
                ? new GatewayId(cluster, gateway).toString()
                : cluster.value();
    }
}
