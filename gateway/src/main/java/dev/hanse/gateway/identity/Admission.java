// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a gateway a member, or finds that it is one. Blocks. */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final CredentialStore store;
    private final AddressBook book;
    private final Clock clock;
    private final Function<JoinToken, Registration> registrations;

    /**
     * @param store where credentials lie
     * @param book where addresses lie
     * @param clock decides what has ended
     * @param registrations how a token is redeemed
     */
    Admission(CredentialStore store, AddressBook book, Clock clock, Function<JoinToken, Registration> registrations) {
        this.store = store;
        this.book = book;
        this.clock = clock;
        this.registrations = registrations;
    }

    /**
     * Uses the stored credentials where there are any, else redeems the token.
     *
     * @param tokenFile holds the token; not read where the gateway is a member with a living certificate
     * @throws JoinException when there is neither, or the token is refused
     * @throws IOException when stored credentials or the token cannot be read, or new ones not be written
     */
    Membership establish(JoinRequest request, Optional<Path> tokenFile)
            throws JoinException, IOException, InterruptedException {
        Optional<Credentials> stored = store.load();
        if (stored.isEmpty()) {
            return join(
                    request,
                    tokenFile.orElseThrow(() -> new JoinException("join: no identity in " + store
                            + " and no join-token-file (expected: on first start, a file with the token that"
                            + " hanse token create " + request.cluster() + " printed)")));
        }
        Credentials credentials = stored.get();
        requireSame(credentials.identity(), request);
        if (credentials.ended(clock.instant())) {
            Optional<Path> token = tokenFile.filter(Files::isReadable);
            LOG.warn(
                    "certificate: ended at {}, this host's clock says {}; {}",
                    credentials.expiresAt(),
                    clock.instant(),
                    token.isPresent()
                            ? "joining again with the token"
                            : "serving what is known; join again with a new token in join-token-file");
            if (token.isPresent()) {
                return join(request, token.get());
            }
        }
        return new Membership(new IssuedCertificate(credentials, credentials.renewAt()), book.load());
    }

    private void requireSame(GatewayIdentity identity, JoinRequest request) throws JoinException {
        if (!identity.cluster().equals(request.cluster()) || !identity.gateway().equals(request.gateway())) {
            throw new JoinException("identity: " + store + " is of gateway " + identity.gateway() + " of cluster "
                    + identity.cluster() + " (expected: " + request.gateway() + " of " + request.cluster()
                    + "); give each gateway a data-dir of its own");
        }
    }

    private Membership join(JoinRequest request, Path tokenFile)
            throws JoinException, IOException, InterruptedException {
        JoinToken token = JoinToken.parse(read(tokenFile));
        token.requireUsable(request.cluster(), clock.instant());
        IssuedCertificate issued = registrations.apply(token).join(token, request);
        requireSame(issued.credentials().identity(), request);
        save(issued.credentials(), token.addresses());
        LOG.info(
                "join: {} is a member, certificate ends at {}",
                issued.credentials().identity(),
                issued.credentials().expiresAt());
        return new Membership(issued, token.addresses());
    }

    private void save(Credentials credentials, List<ControlPlaneAddress> addresses) throws IOException {
        book.save(addresses);
        store.save(credentials);
    }

    private static String read(Path tokenFile) throws JoinException {
        try {
            return Files.readString(tokenFile);
        } catch (NoSuchFileException e) {
            throw new JoinException(
                    "join-token-file: " + tokenFile + " does not exist (expected: the line that"
                            + " hanse token create printed)",
                    e);
        } catch (IOException e) {
            throw new JoinException("join-token-file: " + tokenFile + " cannot be read: " + e.getMessage(), e);
        }
    }
}
