// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds that a gateway is a member, or makes it one. Blocks. */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final CredentialStore store;
    private final AddressBook book;
    private final JoinKey key;
    private final boolean serves;
    private final Clock clock;

    /**
     * @param store where credentials lie
     * @param book where addresses lie
     * @param key that tokens are redeemed with
     * @param serves whether there is something to serve, kept from before
     * @param clock decides what has ended
     */
    Admission(CredentialStore store, AddressBook book, JoinKey key, boolean serves, Clock clock) {
        this.store = store;
        this.book = book;
        this.key = key;
        this.serves = serves;
        this.clock = clock;
    }

    /**
     * Uses the stored credentials where there are any, also such as have ended: what is known is served first, and a
     * token is looked at then ({@link Reissue}); so too where the credentials are lost or damaged and what they brought is not. Else
     * redeems the token.
     *
     * @throws JoinException when there is neither, or the token is refused
     * @throws IOException when stored credentials or the token cannot be read, or new ones not be written
     */
    Membership establish(JoinRequest request, TokenJoin token) throws JoinException, IOException, InterruptedException {
        Optional<Credentials> stored;
        try {
            stored = store.load();
        } catch (DamagedCredentialsException e) {
            if (!serves) {
                throw e;
            }
            return withoutIdentity("damaged, and its copy too", token);
        }
        if (stored.isEmpty()) {
            return serves ? withoutIdentity("missing", token) : join(token);
        }
        Credentials credentials = stored.get();
        requireSame(credentials.identity(), request);
        key.forgetIfCertified(credentials.chain().getFirst().getPublicKey());
        if (credentials.ended(clock.instant())) {
            LOG.warn(
                    "certificate: ended at {}, this host's clock says {}; serving what is known, and joining again by the token in {}",
                    credentials.expiresAt(),
                    clock.instant(),
                    token.place());
        }
        return new Membership(new IssuedCertificate(credentials, credentials.renewAt()), book.load());
    }

    private Membership withoutIdentity(String lack, TokenJoin token) throws IOException {
        LOG.warn(
                "identity: {} is {}; serving what is known, and joining again by the token in {}",
                store,
                lack,
                token.place());
        return new Membership(Optional.empty(), book.load());
    }

    private void requireSame(GatewayIdentity identity, JoinRequest request) throws JoinException {
        if (!request.isOf(identity)) {
            throw new JoinException("identity: " + store + " is of gateway " + identity.gateway() + " of cluster "
                    + identity.cluster() + " (expected: " + request.gateway() + " of " + request.cluster()
                    + "); give each gateway a data-dir of its own");
        }
    }

    /** A token is good once: it is not shown before what it brings can be kept. */
    private void requireRoom(TokenJoin token) throws IOException {
        try {
            store.requireRoom();
        } catch (IOException e) {
            throw new IOException(
                    "join: the credentials could not be kept as " + store + ": " + e.getMessage()
                            + " (expected: room for 64 KiB on a disk that can be written); the token in "
                            + token.place()
                            + " was not used",
                    e);
        }
    }

    private Membership join(TokenJoin token) throws JoinException, IOException, InterruptedException {
        requireRoom(token);
        Membership joined = token.patiently(store);
        Credentials credentials = joined.certificate().credentials();
        book.save(joined.addresses());
        store.save(credentials);
        key.forget();
        LOG.info("join: {} is a member, certificate ends at {}", credentials.identity(), credentials.expiresAt());
        return joined;
    }
}
