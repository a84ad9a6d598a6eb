// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import java.util.List;

/** Gives gateways of members their next certificate. Owned by the control loop. */
final class Renewals {

    private final Members members;
    private final CertificateAuthority authority;
    private final IssuedCertificates certificates;
    private final AuditLog audit;

    Renewals(Members members, CertificateAuthority authority, IssuedCertificates certificates, AuditLog audit) {
        this.members = members;
        this.authority = authority;
        this.certificates = certificates;
        this.audit = audit;
    }

    /**
     * Decides for the certificate that the caller showed: it may have been revoked since the call began.
     *
     * @param serial of that certificate
     */
    CertificateChain renew(Identity.OfGateway identity, String serial, CertificateRequest request) {
        GatewayMember gateway = members.gateway(identity.gateway())
                .filter(_ -> !certificates.isRevoked(serial))
                .orElseThrow(() -> new RefusedException(
                        Reason.IDENTITY_REVOKED,
                        "gateway " + identity.gateway() + " is no member any more; join again with a token"));
        CertificateChain chain = authority.issue(identity, request);
        GatewayMember renewed = gateway.renewed(chain.expiresAt());
        audit.granted(
                identity.uri().toString(),
                "certificate.renew",
                identity.gateway().toString(),
                "certificate " + chain.record().serial() + " until " + chain.expiresAt(),
                List.of(new StateChange.PutGateway(renewed), new StateChange.PutCertificate(chain.record())));
        members.put(renewed);
        certificates.put(chain.record());
        return chain;
    }
}
