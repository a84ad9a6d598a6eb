// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuing key and its certificate as they lie in a data directory. The root can make others at any time, and what
 * the lost ones signed stays good: what is not whole here is replaced.
 */
final class IssuingFiles {

    private static final Logger LOG = LoggerFactory.getLogger(IssuingFiles.class);

    private final Path key;
    private final Path certificate;

    IssuingFiles(Path directory) {
        this.key = directory.resolve("ca-issuing-key.pem");
        this.certificate = directory.resolve("ca-issuing.pem");
    }

    /**
     * What lies there; empty: nothing that this root can use.
     *
     * @throws IOException if a file cannot be read
     */
    Optional<KeyAndChain> load(X509Certificate root) throws IOException {
        if (!Files.exists(key) && !Files.exists(certificate)) {
            return Optional.empty();
        }
        if (!Files.exists(key) || !Files.exists(certificate)) {
            LOG.warn("{} is missing: another issuing key is made", Files.exists(key) ? certificate : key);
            return Optional.empty();
        }
        try {
            return together(new KeyAndChain(Pem.readKey(key), List.of(Pem.readCertificate(certificate), root)));
        } catch (DamagedFileException e) {
            LOG.warn("another issuing key is made: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<KeyAndChain> together(KeyAndChain found) {
        if (!found.belongsTogether()) {
            LOG.warn("{}, {} and the root do not belong together: another issuing key is made", key, certificate);
            return Optional.empty();
        }
        return Optional.of(found);
    }

    /** Replaces both. */
    void save(KeyAndChain made) throws IOException {
        // Without a certificate the key counts as none, also if this is cut off in between.
        Files.deleteIfExists(certificate);
        KeyFile.writeSecret(key, Pem.ofKey(made.key()));
        KeyFile.writeOpen(certificate, Pem.ofCertificates(List.of(made.certificate())));
    }
}
