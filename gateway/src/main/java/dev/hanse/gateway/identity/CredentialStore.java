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
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * The credentials in one PEM file, so that key and certificate are always replaced together: private key, then the
 * chain, then the roots, which are told apart by being self-signed. Readable by the owner only.
 */
public final class CredentialStore {

    private final Path file;

    /** @param file where the credentials lie */
    public CredentialStore(Path file) {
        this.file = file;
    }

    /** Replaces the credentials. */
    public void save(Credentials credentials) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS8Generator(credentials.key(), null));
            for (X509Certificate certificate : credentials.chain()) {
                pem.writeObject(certificate);
            }
            for (X509Certificate root : credentials.bundle()) {
                pem.writeObject(root);
            }
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads the credentials; empty before the gateway has joined.
     *
     * @throws IOException when the file cannot be read or is damaged; the message says what to do
     */
    public Optional<Credentials> load() throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(text));
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            throw new IOException(
                    file + ": damaged (expected: key and certificates in PEM); remove it and join with a new token", e);
        }
    }

    private static Credentials parse(String text) throws IOException, CertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        List<X509Certificate> roots = new ArrayList<>();
        try (PEMParser pem = new PEMParser(new StringReader(text))) {
            if (!(pem.readObject() instanceof PrivateKeyInfo info)) {
                throw new IOException("no private key");
            }
            PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
            while (pem.readObject() instanceof X509CertificateHolder holder) {
                X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
                boolean selfSigned = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
                (selfSigned ? roots : chain).add(certificate);
            }
            Credentials credentials = new Credentials(key, chain, roots);
            credentials.identity();
            return credentials;
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
