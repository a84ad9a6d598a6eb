// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
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

    /**
     * A token for a new member.
     *
     * @param additional for one more gateway of a member instead
     */
    JoinTokens.Fresh create(String actor, ClusterId cluster, boolean additional, Duration life) {
        if (additional) {
            roll.require(cluster);
        } else {
            roll.requireNone(cluster);
        }
        JoinTokens.Fresh fresh = tokens.make(cluster, additional, life, clock.instant());
        audit.granted(
                actor,
                "token.create",
                cluster.value(),
                "token " + fresh.token().id(),
                List.of(new StateChange.PutToken(fresh.token())));
        tokens.put(fresh.token());
        return fresh;
    }
}
