// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tls;

import dev.hanse.net.identity.PrivateKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** PEM text (RFC 7468) in files, of certificates and PKCS#8 keys. */
final class PemText {

    /** More than a chain or a bundle is. */
    private static final int MAX_OCTETS = 256 * 1024;

    private PemText() {}

    static List<X509Certificate> certificates(Path file) throws IOException {
        try (var in = new ByteArrayInputStream(octets(file))) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IOException(file + ": no certificate (expected: one or several in PEM)");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": no certificates in PEM: " + e.getMessage(), e);
        }
    }

    /** @param algorithm of the certificate's key, as {@code EC} */
    static PrivateKey key(Path file, String algorithm) throws IOException {
        String text = new String(octets(file), StandardCharsets.US_ASCII);
        Optional<PrivateKey> found;
        try {
            found = PrivateKeys.read(text, algorithm);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // Its message might show some of the key.
            throw new IOException(file + ": no " + algorithm + " key (expected: the key of tls.crt)");
        }
        return found.orElseThrow(
                () -> new IOException(
                        file
                                + ": no private key (expected: PEM in PKCS#8, as BEGIN PRIVATE KEY; of cert-manager: privateKey with encoding: PKCS8)"));
    }

    private static byte[] octets(Path file) throws IOException {
        try {
            long size = Files.size(file);
            if (size > MAX_OCTETS) {
                throw new IOException(file + ": " + size + " octets (expected: at most " + MAX_OCTETS + ")");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    file
                            + ": no such file (expected: ca.crt, tls.crt and tls.key, as hanse node credentials makes them)",
                    e);
        }
    }
}
