// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.peers.Members;
import java.time.InstantSource;

/**
 * Decides who is a member, and says who is: one part for each kind of decision. Each is made durable as a whole, with its audit record,
 * before it takes effect; what is refused changes nothing.
 *
 * <p>Owned by the control loop.
 */
public final class Membership {

    private final MemberRoll roll;
    private final MemberList list;
    private final TokenIssue tokenIssue;
    private final Registrations registrations;
    private final Renewals renewals;
    private final Removal removal;

    /**
     * Over what decisions are made of and change.
     *
     * @param clusterSet its name
     * @param authority that certifies gateways
     * @param certificates that it has issued
     * @param tokens to join with
     * @param audit that makes decisions durable
     * @param fanOut that carries them on
     * @param clock for tokens and certificates
     */
    public Membership(
            String clusterSet,
            CertificateAuthority authority,
            IssuedCertificates certificates,
            JoinTokens tokens,
            AuditLog audit,
            FanOut fanOut,
            InstantSource clock) {
        Members members = fanOut.peers().members();
        this.roll = new MemberRoll(clusterSet, members);
        this.list = new MemberList(members, fanOut.exports(), fanOut.streams());
        this.tokenIssue = new TokenIssue(roll, tokens, audit, clock);
        this.registrations = new Registrations(roll, tokens, authority, certificates, audit, fanOut, clock);
        this.renewals = new Renewals(members, authority, certificates, audit);
        this.removal = new Removal(roll, tokens, certificates, audit, fanOut, clock);
    }

    MemberRoll roll() {
        return roll;
    }

    MemberList list() {
        return list;
    }

    TokenIssue tokenIssue() {
        return tokenIssue;
    }

    Registrations registrations() {
        return registrations;
    }

    Renewals renewals() {
        return renewals;
    }

    Removal removal() {
        return removal;
    }
}
