// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.identity.OperatorCredentials;
import dev.hanse.controlplane.identity.ServerCertificate;
import dev.hanse.controlplane.membership.Expiry;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.store.StoreUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a control plane does from time to time: renews certificates and ends what has run out. Owned by the control
 * loop.
 *
 * @param authority whose issuing key is renewed
 * @param server whose certificate is renewed
 * @param operator whose files are renewed
 * @param certificates that were issued
 * @param writer that keeps the operator's certificate
 * @param expiry of members, tokens and certificates
 */
record Maintenance(
        CertificateAuthority authority,
        ServerCertificate server,
        OperatorCredentials operator,
        IssuedCertificates certificates,
        StateWriter writer,
        Expiry expiry) {

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    void run() {
        expiry.endStreams();
        attempt(authority::renewIssuing);
        attempt(this::renewServer);
        attempt(this::renewOperator);
        attempt(expiry::forget);
    }

    /** One thing to do. */
    private interface Turn {
        void take() throws IOException;
    }

    /** What fails, be it for weeks, holds up nothing else. */
    private static void attempt(Turn turn) {
        try {
            turn.take();
        } catch (IOException | StoreUnavailableException e) {
            LOG.error("certificates could not be renewed in full, this is tried again: {}", e.getMessage());
        }
    }

    private void renewServer() throws IOException {
        if (server.renewIfDue()) {
            LOG.info("server certificate renewed until {}", server.expiresAt());
        }
    }

    private void renewOperator() throws IOException {
        Optional<IssuedCertificate> issued = operator.maintain();
        if (issued.isPresent()) {
            writer.commit(List.of(new StateChange.PutCertificate(issued.get())));
            certificates.put(issued.get());
        }
    }
}
