// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.storage.AtomicFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that a token is redeemed with. It lies in a file, for its owner only, from before the first call until the
 * certificate for it is kept: a gateway whose answer was lost, or that was killed meanwhile, asks with the same key and
 * gets the same membership.
 */
final class JoinKey {

    private static final Logger LOG = LoggerFactory.getLogger(JoinKey.class);

    private final Path file;

    /** @param file where the key lies */
    JoinKey(Path file) {
        this.file = file;
    }

    /**
     * A request for a certificate for the key, which is made where there is none.
     *
     * @throws IOException when it cannot be kept; nothing may be asked for then
     */
    CertificateRequest request() throws IOException {
        Optional<CertificateRequest> kept = load();
        if (kept.isPresent()) {
            return kept.get();
        }
        CertificateRequest fresh = CertificateRequest.create();
        save(fresh.keys());
        return fresh;
    }

    /** The certificate is kept. */
    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Forgets the key if it is the one certified: a process that was killed between keeping the certificate and forgetting the
     * key has left it. A key of a later join, whose answer is still to come, stays. Where it cannot be read or deleted it
     * stays too, which is no reason not to serve.
     */
    void forgetIfCertified(PublicKey certified) {
        try {
            Optional<String> text = text();
            if (text.isPresent() && isOf(certified, parse(text.get()))) {
                forget();
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            LOG.debug("join key {}: not forgotten", file, e);
        }
    }

    private static boolean isOf(PublicKey certified, KeyPair kept) {
        return Arrays.equals(kept.getPublic().getEncoded(), certified.getEncoded());
    }

    private void save(KeyPair keys) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS8Generator(keys.getPrivate(), null));
            pem.writeObject(keys.getPublic());
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** A damaged one is worth nothing, and nobody else has it. */
    private Optional<CertificateRequest> load() throws IOException {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            CertificateRequest request = CertificateRequest.of(parse(text.get()));
            if (request.isSound()) {
                return Optional.of(request);
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            LOG.debug("join key {}: unreadable", file, e);
        }
        LOG.warn("join: the key kept in {} is damaged; making another", file);
        return Optional.empty();
    }

    private Optional<String> text() throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static KeyPair parse(String text) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser pem = new PEMParser(new StringReader(text))) {
            if (pem.readObject() instanceof PrivateKeyInfo info
                    && pem.readObject() instanceof SubjectPublicKeyInfo publicKey) {
                return new KeyPair(converter.getPublicKey(publicKey), converter.getPrivateKey(info));
            }
        }
        throw new PEMException("expected: a private key and its public key");
    }
}
