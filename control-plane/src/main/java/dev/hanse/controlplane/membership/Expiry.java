// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Ends what has run out: streams of certificates that were not renewed, and the memory of tokens and certificates that
 * ended long ago. Owned by the control loop.
 */
public final class Expiry {

    /** An ended token stays so long, so that who comes late learns that it has ended. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private final Members members;
    private final IssuedCertificates certificates;
    private final JoinTokens tokens;
    private final MemberStreams streams;
    private final StateWriter writer;
    private final InstantSource clock;

    Expiry(
            Members members,
            IssuedCertificates certificates,
            JoinTokens tokens,
            MemberStreams streams,
            StateWriter writer,
            InstantSource clock) {
        this.members = members;
        this.certificates = certificates;
        this.tokens = tokens;
        this.streams = streams;
        this.writer = writer;
        this.clock = clock;
    }

    /** A stream began with a certificate that was good then; it goes on only while its gateway renews. */
    public void endStreams() {
        Instant now = clock.instant();
        for (GatewayMember each : members.gateways()) {
            if (each.certificateExpiresAt().isBefore(now)) {
                streams.end(
                        each.id(),
                        new RefusedException(
                                Reason.IDENTITY_REVOKED,
                                "certificate of gateway " + each.id() + " ended at " + each.certificateExpiresAt()
                                        + ", the clock of the control plane says " + now
                                        + "; join again with a token"));
            }
        }
    }

    /**
     * Forgets what ended long ago.
     *
     * @throws dev.hanse.controlplane.store.StoreUnavailableException if the store did not; nothing was forgotten
     */
    public void forget() {
        Instant before = clock.instant().minus(MEMORY);
        writer.commit(List.of(new StateChange.ForgetEnded(before)));
        certificates.forgetEnded(before);
        tokens.forgetEnded(before);
    }
}
