// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.net.identity.CaPin;
import java.io.IOException;
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
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate authority of a cluster set: a root key that lasts, and an issuing key below it that is replaced long
 * before it ends. Both lie in the data directory, readable by their owner only. EC P-256.
 *
 * <p>Owned by the control loop, except for what says otherwise.
 */
public final class CertificateAuthority {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateAuthority.class);

    /** Life of a gateway's and of a control plane's certificate. */
    public static final Duration LEAF_LIFE = Duration.ofHours(24);

    private static final Duration ROOT_LIFE = Duration.ofDays(3_650);
    private static final Duration ISSUING_LIFE = Duration.ofDays(90);
    private static final Duration ISSUING_RENEWAL = Duration.ofDays(30);

    private final InstantSource clock;
    private final CertificateProfile profile;
    private final SecureRandom random;
    private final KeyAndChain root;
    private final IssuingFiles files;
    private KeyAndChain issuing;

    private CertificateAuthority(
            IssuingFiles files, CertificateProfile profile, InstantSource clock, SecureRandom random, KeyAndChain root)
            throws IOException {
        this.files = files;
        this.clock = clock;
        this.profile = profile;
        this.random = random;
        this.root = root;
        Optional<KeyAndChain> found = files.load(root.certificate()).filter(each -> !isDue(each.certificate()));
        this.issuing = found.isPresent() ? found.get() : makeIssuing();
    }

    /**
     * Reads the authority's keys, or makes them where the directory holds none.
     *
     * @throws IOException if files cannot be read or written, are damaged or of another cluster set, or one of the two
     *     root files is missing
     */
    public static CertificateAuthority open(Path directory, String clusterSet, InstantSource clock, SecureRandom random)
            throws IOException {
        CertificateProfile profile = new CertificateProfile(clusterSet, random);
        KeyFile.makeDirectory(directory);
        RootFiles files = new RootFiles(directory);
        Optional<KeyAndChain> found = files.load();
        KeyAndChain root =
                found.isPresent() ? found.get() : files.make(() -> newRoot(profile, clock.instant(), random));
        requireClusterSet(directory, profile, root.certificate());
        warnOfClock(root.certificate(), clock.instant());
        return new CertificateAuthority(new IssuingFiles(directory), profile, clock, random, root);
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

    private static void warnOfClock(X509Certificate root, Instant now) {
        if (CertificateLife.of(root).isForeignTo(now)) {
            LOG.error(
                    "the root certificate is valid from {} to {}, but the clock of this host says {}: members refuse"
                            + " this control plane unless the clock is wrong; check time synchronisation",
                    root.getNotBefore().toInstant(),
                    root.getNotAfter().toInstant(),
                    now);
        }
    }

    private static KeyAndChain newRoot(CertificateProfile profile, Instant now, SecureRandom random) {
        KeyPair pair = newKey(random);
        X509Certificate certificate = profile.authority(
                CertificateProfile.Issuer.itself(profile.subject("root"), pair),
                profile.subject("root"),
                pair.getPublic(),
                1,
                now,
                ROOT_LIFE);
        return new KeyAndChain(pair.getPrivate(), List.of(certificate));
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
        KeyAndChain made = new KeyAndChain(pair.getPrivate(), List.of(certificate, root.certificate()));
        files.save(made);
        return made;
    }

    /** A third of its life is left and the root has more, or the clock disowns it. */
    private boolean isDue(X509Certificate certificate) {
        Instant now = clock.instant();
        CertificateLife life = CertificateLife.of(certificate);
        boolean ending = life.endsWithin(ISSUING_RENEWAL, now)
                && CertificateLife.of(root.certificate()).endsAt().isAfter(life.endsAt());
        return ending || life.isForeignTo(now);
    }

    /** Replaces the issuing key when a third of its life is left, or the clock says that it is not valid. */
    public void renewIssuing() throws IOException {
        if (isDue(issuing.certificate())) {
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
