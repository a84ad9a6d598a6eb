// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.storage.MirroredFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
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
 * chain, then the roots, which are told apart by being self-signed. Readable by the owner only. A damaged file is
 * restored from the copy beside it.
 */
public final class CredentialStore {

    /** More than a key, a chain and some roots in PEM are. */
    private static final int MOST_OCTETS = 32 * 1024;

    private final MirroredFile file;

    /** @param file where the credentials lie */
    public CredentialStore(Path file) {
        this.file = new MirroredFile(file);
    }

    /**
     * Tries whether credentials could be kept.
     *
     * @throws IOException when they could not
     */
    void requireRoom() throws IOException {
        file.requireRoom(MOST_OCTETS);
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
        file.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads the credentials; empty before the gateway has joined.
     *
     * @throws DamagedCredentialsException when the file and its copy are damaged; the message says what to do
     * @throws IOException when the file cannot be read
     */
    public Optional<Credentials> load() throws IOException {
        Optional<byte[]> found = file.read();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(verified(found.get()));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            String damaged = file + ": damaged (expected: a key and its certificates in PEM)";
            return Optional.of(copy(damaged)
                    .orElseThrow(() ->
                            new DamagedCredentialsException(damaged + "; remove it and join with a new token", e)));
        }
    }

    /** Signatures are verified only where no checksum tells that the file is whole: they would take a tenth of a start. */
    private Credentials verified(byte[] octets) throws IOException, GeneralSecurityException {
        Credentials found = parse(octets);
        if (!file.isWhole(octets)) {
            found.requireConsistent();
            file.mirror(octets);
        }
        return found;
    }

    private Optional<Credentials> copy(String damaged) {
        Optional<byte[]> copy = file.copy();
        try {
            Optional<Credentials> found = copy.isEmpty() ? Optional.empty() : Optional.of(parse(copy.get()));
            found.ifPresent(_ ->
                    file.restore(damaged, copy.get(), InstantSource.system().instant()));
            return found;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Credentials parse(byte[] octets) throws IOException, GeneralSecurityException {
        String text = new String(octets, StandardCharsets.US_ASCII);
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
