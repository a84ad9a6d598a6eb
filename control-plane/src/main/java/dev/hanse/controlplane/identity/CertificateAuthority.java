// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.net.identity.CaPin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The certificate authority of a cluster set: a root key that lasts, and an issuing key below it that is replaced long
 * before it ends. Both lie in the data directory, readable by their owner only. EC P-256.
 *
 * <p>Owned by the control loop, except for what says otherwise.
 */
public final class CertificateAuthority {

    /** Life of a gateway's and of a control plane's certificate. */
    public static final Duration LEAF_LIFE = Duration.ofHours(24);

    private static final Duration ROOT_LIFE = Duration.ofDays(3_650);
    private static final Duration ISSUING_LIFE = Duration.ofDays(90);
    private static final Duration ISSUING_RENEWAL = Duration.ofDays(30);

    private final Path directory;
    private final InstantSource clock;
    private final CertificateProfile profile;
    private final SecureRandom random;
    private final KeyAndChain root;
    private KeyAndChain issuing;

    private CertificateAuthority(
            Path directory, CertificateProfile profile, InstantSource clock, SecureRandom random, KeyAndChain root)
            throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.profile = profile;
        this.random = random;
        this.root = root;
        this.issuing = loadOrMakeIssuing();
    }

    /**
     * Reads the authority's keys, or makes them where the directory holds none.
     *
     * @throws IOException if files cannot be read or written, are damaged or of another cluster set
     */
    public static CertificateAuthority open(Path directory, String clusterSet, InstantSource clock, SecureRandom random)
            throws IOException {
        CertificateProfile profile = new CertificateProfile(clusterSet, random);
        KeyFile.makeDirectory(directory);
        KeyAndChain root = loadOrMakeRoot(directory, profile, clock, random);
        requireClusterSet(directory, profile, root.certificate());
        return new CertificateAuthority(directory, profile, clock, random, root);
    }

    private static void requireClusterSet(Path directory, CertificateProfile profile, X509Certificate root)
            throws IOException {
        X500Name found = X500Name.getInstance(root.getSubjectX500Principal().getEncoded());
        X500Name expected = profile.subject("root");
        if (!found.equals(expected)) {
            throw new IOException(directory + ": the certificate authority is " + found + " (expected: " + expected
                    + "; cluster-set or data-dir is that of another cluster set)");
        }
    }

    private static KeyAndChain loadOrMakeRoot(
            Path directory, CertificateProfile profile, InstantSource clock, SecureRandom random) throws IOException {
        Path keyFile = directory.resolve("ca-root-key.pem");
        Path file = directory.resolve("ca-root.pem");
        if (Files.exists(keyFile) && Files.exists(file)) {
            return new KeyAndChain(Pem.readKey(keyFile), List.of(Pem.readCertificate(file)));
        }
        if (Files.exists(file)) {
            throw new IOException(keyFile + ": missing, though " + file + " exists; restore it from a backup");
        }
        KeyPair pair = newKey(random);
        X509Certificate certificate = profile.authority(
                new CertificateProfile.Issuer(profile.subject("root"), pair.getPrivate(), pair.getPublic()),
                profile.subject("root"),
                pair.getPublic(),
                1,
                clock.instant(),
                ROOT_LIFE);
        // The certificate last: where it exists, the key does.
        KeyFile.writeSecret(keyFile, Pem.ofKey(pair.getPrivate()));
        KeyFile.writeOpen(file, Pem.ofCertificates(List.of(certificate)));
        return new KeyAndChain(pair.getPrivate(), List.of(certificate));
    }

    private KeyAndChain loadOrMakeIssuing() throws IOException {
        Path keyFile = directory.resolve("ca-issuing-key.pem");
        Path file = directory.resolve("ca-issuing.pem");
        if (Files.exists(keyFile) && Files.exists(file)) {
            KeyAndChain found =
                    new KeyAndChain(Pem.readKey(keyFile), List.of(Pem.readCertificate(file), root.certificate()));
            if (!isDue(found.certificate(), ISSUING_RENEWAL)) {
                return found;
            }
        }
        return makeIssuing();
    }

    private KeyAndChain makeIssuing() throws IOException {
        KeyPair pair = newKey(random);
        X509Certificate certificate = profile.authority(
                CertificateProfile.Issuer.of(root),
                profile.subject("issuing"),
                pair.getPublic(),
                0,
                clock.instant(),
                ISSUING_LIFE);
        Files.deleteIfExists(directory.resolve("ca-issuing.pem"));
        KeyFile.writeSecret(directory.resolve("ca-issuing-key.pem"), Pem.ofKey(pair.getPrivate()));
        KeyFile.writeOpen(directory.resolve("ca-issuing.pem"), Pem.ofCertificates(List.of(certificate)));
        return new KeyAndChain(pair.getPrivate(), List.of(certificate, root.certificate()));
    }

    private boolean isDue(X509Certificate certificate, Duration before) {
        return !clock.instant().isBefore(certificate.getNotAfter().toInstant().minus(before));
    }

    /** Replaces the issuing key when a third of its life is left. */
    public void renewIssuing() throws IOException {
        if (isDue(issuing.certificate(), ISSUING_RENEWAL)) {
            issuing = makeIssuing();
        }
    }

    /** Certifies a gateway. */
    public CertificateChain issue(Identity.OfGateway identity, CertificateRequest request) {
        return issue(identity, request.publicKey(), List.of(), LEAF_LIFE);
    }

    CertificateChain issue(Identity identity, PublicKey key, List<GeneralName> serverNames, Duration life) {
        Instant now = clock.instant();
        X509Certificate leaf =
                profile.leaf(CertificateProfile.Issuer.of(issuing), identity, key, serverNames, now, life);
        return new CertificateChain(identity, leaf, issuing.certificate(), root.certificate(), now);
    }

    KeyPair newKey() {
        return newKey(random);
    }

    /** The root certificate. For any thread. */
    public X509Certificate rootCertificate() {
        return root.certificate();
    }

    /** SHA-256 over the root's SubjectPublicKeyInfo: what a join token pins. For any thread. */
    public byte[] pin() {
        return CaPin.of(root.certificate()).octets();
    }

    private static KeyPair newKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has EC P-256", e);
        }
    }
}
