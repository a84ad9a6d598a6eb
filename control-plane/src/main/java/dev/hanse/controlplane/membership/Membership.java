// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.store.StateWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decides who is a member, and says who is: one part for each kind of decision. Each is made durable as a whole, with its audit record,
 * before it takes effect; what is refused changes nothing.
 *
 * <p>Owned by the control loop.
 */
public final class Membership {

    private final CertificateAuthority authority;
    private final IssuedCertificates certificates;
    private final JoinTokens tokens;
    private final FanOut fanOut;
    private final InstantSource clock;
    private final MemberRoll roll;
    private final MemberList list;
    private final TokenIssue tokenIssue;
    private final Registrations registrations;
    private final Renewals renewals;
    private final Removals removals;
    private final KeyRotations keyRotations;
    private final Drains drains;

    /**
     * Over what decisions are made of and change.
     *
     * @param clusterSet its name
     * @param authority that certifies gateways
     * @param certificates that it has issued
     * @param tokens to join with, as they were kept
     * @param audit that makes decisions durable
     * @param fanOut that carries them on
     * @param clock for tokens and certificates
     */
    public Membership(
            String clusterSet,
            CertificateAuthority authority,
            IssuedCertificates certificates,
            Collection<TokenRecord> tokens,
            AuditLog audit,
            FanOut fanOut,
            InstantSource clock) {
        Members members = fanOut.peers().members();
        this.authority = authority;
        this.certificates = certificates;
        this.tokens = new JoinTokens(new SecureRandom(), tokens);
        this.fanOut = fanOut;
        this.clock = clock;
        this.roll = new MemberRoll(clusterSet, members);
        this.list = new MemberList(members, fanOut.exports(), fanOut.streams());
        GatewayCertificates ofGateways = new GatewayCertificates(clusterSet, authority, certificates);
        this.tokenIssue = new TokenIssue(roll, this.tokens, audit, clock);
        this.registrations = new Registrations(
                this.tokens,
                new Newcomers(roll, this.tokens, ofGateways, audit, fanOut),
                new Replacements(roll, this.tokens, ofGateways, audit, fanOut),
                new Repetitions(roll, ofGateways, audit),
                clock);
        this.renewals = new Renewals(members, authority, certificates, audit);
        this.removals = new Removals(roll, this.tokens, ofGateways, audit, fanOut, clock);
        this.keyRotations = new KeyRotations(roll, audit, fanOut.streams());
        this.drains = new Drains(roll, audit, fanOut.streams());
    }

    /** What ends by time, of which the store forgets too. */
    public Expiry expiry(StateWriter writer) {
        return new Expiry(roll.members(), certificates, tokens, fanOut.streams(), writer, clock);
    }

    TokenTexts tokenTexts(Supplier<List<String>> addresses) {
        return new TokenTexts(roll.clusterSet(), addresses, authority.pin());
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

    KeyRotations keyRotations() {
        return keyRotations;
    }

    Drains drains() {
        return drains;
    }

    Removals removals() {
        return removals;
    }
}
