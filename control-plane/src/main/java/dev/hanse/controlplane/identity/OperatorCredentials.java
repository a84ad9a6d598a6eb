// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.controlplane.model.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files with which the first operator calls the control plane: {@code operator.pem}, {@code operator-key.pem} and
 * {@code ca.pem} in the directory {@code operator}. Written at first start, or where the directory was removed; renewed in
 * place while they are there. Whoever moves key and certificate away keeps one that ends by itself.
 *
 * <p>The directory gets its name only with all three files in it. One without key or without certificate was left by a
 * write that was cut off, where the key is there or no operator was ever certified, and is written then.
 *
 * <p>One of which nobody can read key or certificate is written anew.
 *
 * <p>Owned by the control loop.
 */
public final class OperatorCredentials {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorCredentials.class);
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration RENEWAL = Duration.ofDays(30);

    private final Path directory;
    private final CertificateAuthority authority;
    private final Identity.OfOperator identity;
    private final IssuedCertificates certificates;
    private final InstantSource clock;

    /** For files in {@code directory}; {@code certificates} are those that were issued up to now. */
    public OperatorCredentials(
            Path directory,
            CertificateAuthority authority,
            Identity.OfOperator identity,
            IssuedCertificates certificates,
            InstantSource clock) {
        this.directory = directory;
        this.authority = authority;
        this.identity = identity;
        this.certificates = certificates;
        this.clock = clock;
    }

    /**
     * Writes the files where they were not, and renews those that end soon.
     *
     * @return the certificate that lies there and that nobody has taken down yet
     */
    public Optional<IssuedCertificate> maintain() throws IOException {
        if (!Files.isDirectory(directory)) {
            writeDirectory();
        } else if (isUnwritten() || isDue()) {
            write(directory);
        }
        return unknown();
    }

    private boolean isUnwritten() {
        boolean key = Files.exists(key(directory));
        boolean certificate = Files.exists(certificate(directory));
        return key ? !certificate : !certificate && !certificates.knows(identity);
    }

    /** They end soon, or are damaged: nobody can use such a file, and another one costs nothing. */
    private boolean isDue() throws IOException {
        if (!Files.exists(certificate(directory)) || !Files.exists(key(directory))) {
            return false;
        }
        try {
            Pem.readKey(key(directory));
            CertificateLife life = CertificateLife.of(Pem.readCertificate(certificate(directory)));
            return life.endsWithin(RENEWAL, clock.instant()) || life.isForeignTo(clock.instant());
        } catch (DamagedFileException e) {
            LOG.warn("operator credentials cannot be read and are written anew ({})", e.getMessage());
            return true;
        }
    }

    private void writeDirectory() throws IOException {
        Path fresh = KeyFile.prepared(directory);
        KeyFile.makeDirectory(fresh);
        write(fresh);
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        KeyFile.syncParent(directory);
    }

    private void write(Path into) throws IOException {
        KeyPair pair = authority.newKey();
        CertificateChain chain = authority.issue(identity, pair.getPublic(), List.of(), LIFE);
        KeyFile.writeSecret(key(into), Pem.ofKey(pair.getPrivate()));
        KeyFile.writeOpen(into.resolve("ca.pem"), Pem.ofCertificates(List.of(chain.root())));
        KeyFile.writeOpen(certificate(into), Pem.ofCertificates(List.of(chain.leaf(), chain.issuing())));
        LOG.info("operator credentials written, valid until {}", chain.expiresAt());
    }

    /** What was written before a crash or a restored store must be known too: else it could not be accounted for. */
    private Optional<IssuedCertificate> unknown() throws IOException {
        Path file = certificate(directory);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        X509Certificate found = Pem.readCertificate(file);
        return certificates.knows(CertificateIdentity.serialOf(found))
                ? Optional.empty()
                : Optional.of(new IssuedCertificate(
                        CertificateIdentity.serialOf(found),
                        identity.uri().toString(),
                        found.getNotBefore().toInstant(),
                        found.getNotAfter().toInstant(),
                        Optional.empty()));
    }

    private static Path key(Path directory) {
        return directory.resolve("operator-key.pem");
    }

    private static Path certificate(Path directory) {
        return directory.resolve("operator.pem");
    }
}
