// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Becomes a member by the token in a file, which is read anew each time. Blocks; used by one thread at a time. */
final class TokenJoin {

    private final JoinRequest request;
    private final Optional<Path> tokenFile;
    private final JoinKey key;
    private final Clock clock;
    private final Function<JoinToken, Registration> registrations;
    private Optional<Refused> refused = Optional.empty();

    /** A token that the control plane has refused for good. */
    private record Refused(String token, JoinException reason) {
        @Override
        public String toString() {
            return String.valueOf(reason.getMessage());
        }
    }

    /**
     * @param tokenFile holds the token
     * @param key to be certified
     * @param clock decides whether the token has ended
     * @param registrations how a token is redeemed
     */
    TokenJoin(
            JoinRequest request,
            Optional<Path> tokenFile,
            JoinKey key,
            Clock clock,
            Function<JoinToken, Registration> registrations) {
        this.request = request;
        this.tokenFile = tokenFile;
        this.key = key;
        this.clock = clock;
        this.registrations = registrations;
    }

    /**
     * Joins for the first time: waits for the control plane until the token ends.
     *
     * @param store named where there is no token
     */
    Membership patiently(CredentialStore store) throws JoinException, IOException, InterruptedException {
        JoinToken token =
                JoinToken.parse(read(tokenFile.orElseThrow(() -> new JoinException("join: no identity in " + store
                        + " and no join-token-file (expected: on first start, a file with the token that"
                        + " hanse token create " + request.cluster() + " printed)"))));
        token.requireUsable(request.cluster(), clock.instant());
        return new Membership(
                checked(registrations.apply(token).join(token, request, key.request())), token.addresses());
    }

    /**
     * Joins again, or says why not; a token that the control plane has refused is not shown to it a second time.
     *
     * @throws JoinException when there is no token, it is refused, or no control plane is reached
     */
    Membership once() throws JoinException {
        Path file = tokenFile.orElseThrow(() -> new JoinException("no join-token-file is configured"));
        String text = read(file);
        JoinToken token = JoinToken.parse(text);
        token.requireUsable(request.cluster(), clock.instant());
        if (refused.isPresent() && refused.get().token().equals(text)) {
            throw refused.get().reason();
        }
        try {
            return new Membership(
                    checked(registrations.apply(token).once(token, request, key.request())), token.addresses());
        } catch (RefusedJoinException e) {
            refused = Optional.of(new Refused(text, e));
            throw e;
        } catch (IOException e) {
            throw new JoinException("join: the key cannot be kept: " + e.getMessage(), e);
        }
    }

    private IssuedCertificate checked(IssuedCertificate issued) throws JoinException {
        GatewayIdentity identity = issued.credentials().identity();
        if (!request.isOf(identity)) {
            throw new JoinException("control plane: answered with a certificate of gateway " + identity.gateway()
                    + " of cluster " + identity.cluster() + " (expected: " + request.gateway() + " of "
                    + request.cluster() + ")");
        }
        return issued;
    }

    /** Where the token is read, for people. */
    String place() {
        return tokenFile.map(Path::toString).orElse("a file that join-token-file names");
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
