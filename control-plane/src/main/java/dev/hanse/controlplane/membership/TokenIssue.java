// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
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

    /** A token with these terms, where it could be used as things stand. */
    JoinTokens.Fresh create(String actor, TokenTerms terms) {
        requireUsable(terms);
        JoinTokens.Fresh fresh = tokens.make(terms, clock.instant());
        audit.granted(
                actor,
                "token.create",
                terms.subject(),
                terms.detail(fresh.token().id()),
                List.of(new StateChange.PutToken(fresh.token())));
        tokens.put(fresh.token());
        return fresh;
    }

    private void requireUsable(TokenTerms terms) {
        ClusterId cluster = terms.cluster();
        switch (terms.purpose()) {
            case TokenPurpose.NewCluster _ -> roll.requireNone(cluster);
            case TokenPurpose.MoreGateway _ -> requireAllowed(terms, roll.require(cluster));
            case TokenPurpose.Replacement(var gateway) -> {
                roll.require(new GatewayId(cluster, gateway));
                requireAllowed(terms, roll.require(cluster));
            }
        }
    }

    private static void requireAllowed(TokenTerms terms, ClusterMember member) {
        Prefixes.requireAllowed(terms.allowed(), member.id(), member.podPrefixes());
    }
}
