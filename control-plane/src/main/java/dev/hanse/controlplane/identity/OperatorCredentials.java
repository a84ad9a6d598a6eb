// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.controlplane.model.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The files with which the first operator calls the control plane: {@code operator.pem}, {@code operator-key.pem} and
 * {@code ca.pem} in the directory {@code operator}. Written at first start; renewed in place while they are there.
 * Whoever moves them away keeps a certificate that ends by itself.
 *
 * <p>Owned by the control loop.
 */
public final class OperatorCredentials {

    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration RENEWAL = Duration.ofDays(30);

    private final Path directory;
    private final CertificateAuthority authority;
    private final Identity.OfOperator identity;
    private final InstantSource clock;

    /** For files in {@code directory}. */
    public OperatorCredentials(
            Path directory, CertificateAuthority authority, Identity.OfOperator identity, InstantSource clock) {
        this.directory = directory;
        this.authority = authority;
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * Writes the files where none were ever written, and renews those that end soon.
     *
     * @return the certificate that was issued, if one was
     */
    public Optional<IssuedCertificate> maintain() throws IOException {
        Path certificate = directory.resolve("operator.pem");
        boolean never = !Files.isDirectory(directory);
        boolean due = Files.exists(certificate) && endsSoon(certificate);
        return never || due ? Optional.of(write(certificate)) : Optional.empty();
    }

    private boolean endsSoon(Path file) throws IOException {
        X509Certificate found = Pem.readCertificate(file);
        return !clock.instant().isBefore(found.getNotAfter().toInstant().minus(RENEWAL));
    }

    private IssuedCertificate write(Path file) throws IOException {
        KeyFile.makeDirectory(directory);
        KeyPair pair = authority.newKey();
        CertificateChain chain = authority.issue(identity, pair.getPublic(), List.of(), LIFE);
        KeyFile.writeSecret(directory.resolve("operator-key.pem"), Pem.ofKey(pair.getPrivate()));
        KeyFile.writeOpen(directory.resolve("ca.pem"), Pem.ofCertificates(List.of(chain.root())));
        KeyFile.writeOpen(file, Pem.ofCertificates(List.of(chain.leaf(), chain.issuing())));
        return chain.record();
    }
}
