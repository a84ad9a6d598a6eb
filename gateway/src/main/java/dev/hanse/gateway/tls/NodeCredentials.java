// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tls;

import dev.hanse.net.identity.PrivateKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What one side of the node port has: the same three files that a Secret of the type kubernetes.io/tls has. Never printed with its key.
 *
 * @param key private key of the first certificate
 * @param chain the own certificate, then its issuers
 * @param authorities whose certificates the other side may have
 */
public record NodeCredentials(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

    /** File of the authorities. */
    public static final String AUTHORITIES = "ca.crt";

    /** File of the chain. */
    public static final String CERTIFICATE = "tls.crt";

    /** File of the key. */
    public static final String KEY = "tls.key";

    /** Copies the lists. */
    public NodeCredentials {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads them.
     *
     * @throws IOException if a file is missing or damaged, or they do not belong together; names the file and what was expected
     */
    public static NodeCredentials read(Path directory) throws IOException {
        return read(directory.resolve(CERTIFICATE), directory.resolve(KEY), directory.resolve(AUTHORITIES));
    }

    /**
     * Reads them from files of other names.
     *
     * @throws IOException as {@link #read(Path)}
     */
    public static NodeCredentials read(Path certificate, Path privateKey, Path authorities) throws IOException {
        List<X509Certificate> chain = PemText.certificates(certificate);
        String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        PrivateKey key = PemText.key(privateKey, algorithm);
        NodeCredentials found = new NodeCredentials(key, chain, PemText.certificates(authorities));
        if (!found.isKeyOfCertificate()) {
            throw new IOException(privateKey + ": not the key of " + certificate.getFileName()
                    + " (expected: both of one Secret, or made together)");
        }
        return found;
    }

    private boolean isKeyOfCertificate() {
        return PrivateKeys.isOf(
                chain.getFirst().getPublicKey(),
                key,
                key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
    }

    /** When the first of the certificates ends. */
    public Instant endsAt() {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    @Override
    public String toString() {
        return chain.getFirst().getSubjectX500Principal() + " until " + endsAt();
    }
}
