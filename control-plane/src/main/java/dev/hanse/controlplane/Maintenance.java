// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.OperatorCredentials;
import dev.hanse.controlplane.identity.Revocations;
import dev.hanse.controlplane.identity.ServerCertificate;
import dev.hanse.controlplane.live.LiveStreams;
import dev.hanse.controlplane.membership.JoinTokens;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a control plane does from time to time: renews certificates and forgets what has ended. Owned by the control
 * loop.
 *
 * @param authority whose issuing key is renewed
 * @param server whose certificate is renewed
 * @param operator whose files are renewed
 * @param members whose ended certificates are forgotten
 * @param tokens of which ended ones are forgotten
 * @param revocations of which ended ones are forgotten
 * @param streams of which those end whose certificate has ended
 * @param store that forgets too
 * @param clock that says what has ended
 */
record Maintenance(
        CertificateAuthority authority,
        ServerCertificate server,
        OperatorCredentials operator,
        Members members,
        JoinTokens tokens,
        Revocations revocations,
        LiveStreams streams,
        FederationStore store,
        InstantSource clock) {

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    /** An ended token stays so long, so that who comes late learns that it has ended. */
    private static final Duration MEMORY = Duration.ofDays(1);

    void run() {
        endExpired();
        try {
            renew();
            forget();
        } catch (IOException | StoreUnavailableException e) {
            LOG.error("certificates could not be renewed in full, this is tried again: {}", e.getMessage());
        }
    }

    /** A stream began with a certificate that was good then; it goes on only while its gateway renews. */
    private void endExpired() {
        Instant now = clock.instant();
        for (GatewayMember each : members.gateways()) {
            if (each.certificateExpiresAt().isBefore(now)) {
                streams.end(
                        each.id(),
                        new RefusedException(
                                Reason.IDENTITY_REVOKED,
                                "certificate of gateway " + each.id() + " ended at " + each.certificateExpiresAt()
                                        + "; join again with a token"));
            }
        }
    }

    private void renew() throws IOException {
        authority.renewIssuing();
        if (server.renewIfDue()) {
            LOG.info("server certificate renewed until {}", server.expiresAt());
        }
        Optional<IssuedCertificate> issued = operator.maintain();
        if (issued.isPresent()) {
            store.commit(List.of(new StateChange.PutCertificate(issued.get())));
            LOG.info(
                    "operator credentials written, valid until {}", issued.get().expiresAt());
        }
    }

    private void forget() {
        Instant before = clock.instant().minus(MEMORY);
        store.commit(List.of(new StateChange.ForgetEnded(before)));
        members.forgetEnded(before);
        tokens.forgetEnded(before);
        revocations.retain(
                members.certificates().stream().map(IssuedCertificate::serial).toList());
    }
}
