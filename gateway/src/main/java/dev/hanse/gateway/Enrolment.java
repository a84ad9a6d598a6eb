// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.gateway.identity.AddressBook;
import dev.hanse.gateway.identity.Admission;
import dev.hanse.gateway.identity.ControlPlaneAddress;
import dev.hanse.gateway.identity.CredentialStore;
import dev.hanse.gateway.identity.Credentials;
import dev.hanse.gateway.identity.IssuedCertificate;
import dev.hanse.gateway.identity.JoinException;
import dev.hanse.gateway.identity.JoinRequest;
import dev.hanse.gateway.identity.JoinToken;
import dev.hanse.gateway.identity.Membership;
import dev.hanse.gateway.identity.Registration;
import dev.hanse.gateway.identity.TlsChannelFactory;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.net.time.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This gateway's membership while it runs: its credentials, in memory and on disk, and where the control plane was.
 * Thread-safe.
 */
final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private final CredentialStore store;
    private final AddressBook book;
    private final Membership membership;
    private final AtomicReference<Credentials> current;

    private Enrolment(CredentialStore store, AddressBook book, Membership membership) {
        this.store = store;
        this.book = book;
        this.membership = membership;
        this.current = new AtomicReference<>(membership.certificate().credentials());
    }

    /** Joins, or finds that the gateway has joined before. Blocks. */
    static Enrolment establish(GatewayConfig config, Edges edges, DataDirectory directory)
            throws JoinException, IOException, InterruptedException {
        CredentialStore store = new CredentialStore(directory.resolve("identity.pem"));
        AddressBook book = new AddressBook(directory.resolve("control-plane-addresses"));
        JoinRequest request =
                new JoinRequest(config.cluster(), config.name(), config.podPrefixes(), config.servicePrefixes());
        Admission admission = new Admission(store, book, edges.clock(), token -> registration(token, edges));
        return new Enrolment(store, book, admission.establish(request, config.joinTokenFile()));
    }

    private static Registration registration(JoinToken token, Edges edges) {
        return new Registration(
                TlsChannelFactory.joining(token),
                edges.clock(),
                new Backoff(FIRST_DELAY, LONGEST_DELAY, edges.random()));
    }

    /** The credentials that hold now. */
    Credentials credentials() {
        return current.get();
    }

    /** What the process started with. */
    IssuedCertificate first() {
        return membership.certificate();
    }

    /** Where the control plane was when the process started. */
    List<ControlPlaneAddress> addresses() {
        return membership.addresses();
    }

    AddressBook book() {
        return book;
    }

    /**
     * Takes renewed credentials: they serve from the next connection on, and from the next start. Blocks for the file.
     */
    void renewed(Credentials credentials) {
        current.set(credentials);
        try {
            store.save(credentials);
        } catch (IOException e) {
            LOG.error(
                    "certificate: the renewed one cannot be kept: {}; it is used, but a restart would begin with the"
                            + " old one (expected: a data-dir with room that this user can write)",
                    e.toString());
        }
    }
}
