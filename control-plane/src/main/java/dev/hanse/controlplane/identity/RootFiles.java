// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The root key and its certificate as they lie in a data directory. Both are prepared beside their names before either
 * gets its own, so that a start that is cut off is finished by the next one, and a file that is missing was lost: nothing
 * ever writes over the other.
 */
final class RootFiles {

    private final Path key;
    private final Path certificate;

    RootFiles(Path directory) {
        this.key = directory.resolve("ca-root-key.pem");
        this.certificate = directory.resolve("ca-root.pem");
    }

    /**
     * What lies there; empty: neither file was ever made.
     *
     * @throws IOException if one is missing or damaged, or the two do not belong together
     */
    Optional<KeyAndChain> load() throws IOException {
        finish();
        boolean hasKey = Files.exists(key);
        boolean hasCertificate = Files.exists(certificate);
        if (!hasKey && !hasCertificate) {
            return Optional.empty();
        }
        if (!hasKey) {
            throw missing(key, certificate, "bring it back from a backup, or from the copy that is kept offline");
        }
        if (!hasCertificate) {
            throw missing(
                    certificate,
                    key,
                    "bring it back from a backup; operator/ca.pem, and the ca.pem of any operator, hold the same"
                            + " certificate");
        }
        KeyAndChain found = new KeyAndChain(Pem.readKey(key), List.of(Pem.readCertificate(certificate)));
        if (!found.belongsTogether()) {
            throw new IOException(key + ": is not the key of " + certificate
                    + " (expected: both from one backup; bring back the one that is wrong)");
        }
        return Optional.of(found);
    }

    private static IOException missing(Path file, Path other, String remedy) {
        return new IOException(file + ": missing, though " + other + " exists (expected: both; " + remedy
                + ". For a new cluster set, move the whole data directory away)");
    }

    /** Gives both their names, where a start was cut off when one had its own. */
    private void finish() throws IOException {
        Path prepared = KeyFile.prepared(certificate);
        if (Files.exists(key) && !Files.exists(certificate) && Files.exists(prepared) && belongs(prepared)) {
            KeyFile.publish(certificate);
        }
    }

    private boolean belongs(Path prepared) throws IOException {
        return new KeyAndChain(Pem.readKey(key), List.of(Pem.readCertificate(prepared))).belongsTogether();
    }

    /** Makes both files from a root that was never used. */
    KeyAndChain make(Supplier<KeyAndChain> fresh) throws IOException {
        KeyAndChain made = fresh.get();
        KeyFile.prepareOpen(certificate, Pem.ofCertificates(made.chain()));
        KeyFile.prepareSecret(key, Pem.ofKey(made.key()));
        KeyFile.publish(key);
        KeyFile.publish(certificate);
        return made;
    }
}
