// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import java.util.List;

/**
 * Gives a gateway that asks once more what it was given: the answer to its registration may have been lost on the way.
 * Owned by the control loop.
 *
 * @param roll of members
 * @param certificates of gateways
 * @param audit that makes decisions durable
 */
record Repetitions(MemberRoll roll, GatewayCertificates certificates, AuditLog audit) {

    /** More than renewals and a bad network need; each repetition makes one. */
    private static final int MAX_STANDING = 16;

    Registration.Granted again(String actor, Registration asked, TokenRecord token, Redemption used) {
        GatewayMember gateway = madeBy(used, asked, token);
        requireRoom(gateway);
        CertificateChain chain = certificates.issue(gateway.id(), asked.request());
        GatewayMember renewed = gateway.renewed(chain.expiresAt());
        audit.granted(
                actor,
                "cluster.register",
                gateway.id().toString(),
                "token " + token.id() + " again, certificate " + chain.record().serial(),
                List.of(new StateChange.PutGateway(renewed), new StateChange.PutCertificate(chain.record())));
        roll.members().put(renewed);
        certificates.put(List.of(chain.record()));
        return new Registration.Granted(certificates.identity(gateway.id()), chain);
    }

    /** Once the gateway has joined again by another token, this one brings nothing back. */
    private GatewayMember madeBy(Redemption used, Registration asked, TokenRecord token) {
        return roll.members()
                .gateway(asked.gateway())
                .filter(gateway -> gateway.joinedAt().equals(used.at()))
                .orElseThrow(() -> JoinTokens.used(token, used));
    }

    private void requireRoom(GatewayMember gateway) {
        if (certificates.standing(gateway.id()).size() >= MAX_STANDING) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED,
                    "gateway " + gateway.id() + " has " + MAX_STANDING + " certificates (expected: less; keep what the"
                            + " first answer gave)");
        }
    }
}
