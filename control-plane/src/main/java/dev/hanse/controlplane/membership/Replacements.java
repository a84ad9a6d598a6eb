// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.store.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a gateway into the place of one whose identity has ended or was lost. What that one had proves nothing any more,
 * and the keys of its pairs are new; what it exports, since when, and who its peers are stays. Owned by the control
 * loop.
 *
 * @param roll of members
 * @param tokens to join with
 * @param certificates of gateways
 * @param audit that makes decisions durable
 * @param fanOut that carries them on
 */
record Replacements(
        MemberRoll roll, JoinTokens tokens, GatewayCertificates certificates, AuditLog audit, FanOut fanOut) {

    Registration.Granted replace(String actor, Registration asked, TokenRecord token, Instant now) {
        GatewayMember before = roll.require(asked.gateway());
        ClusterMember cluster = roll.require(asked.gateway().cluster());
        asked.requirePrefixesOf(cluster);
        Prefixes.requireAllowed(token.allowed(), cluster.id(), cluster.podPrefixes());
        CertificateChain chain = certificates.issue(asked.gateway(), asked.request());
        List<IssuedCertificate> next =
                new ArrayList<>(GatewayCertificates.revoked(certificates.standing(asked.gateway()), now));
        int revoked = next.size();
        next.add(chain.record());
        GatewayMember gateway = before.replaced(now, chain.expiresAt());
        TokenRecord used = token.used(asked.redemption(now));
        audit.granted(
                actor,
                "gateway.replace",
                gateway.id().toString(),
                "token " + token.id() + ", certificate " + chain.record().serial() + ", " + revoked + " revoked",
                changes(gateway, next, used));
        tokens.put(used);
        certificates.put(next);
        fanOut.replace(gateway);
        return new Registration.Granted(certificates.identity(gateway.id()), chain);
    }

    /** With the keys of pairs views change too: after a crash between this and their saving nobody resumes on the old. */
    private static List<StateChange> changes(GatewayMember gateway, List<IssuedCertificate> next, TokenRecord used) {
        List<StateChange> changes = new ArrayList<>(GatewayCertificates.changes(next));
        changes.add(new StateChange.PutGateway(gateway));
        changes.add(new StateChange.PutToken(used));
        changes.add(new StateChange.EndViews());
        return changes;
    }
}
