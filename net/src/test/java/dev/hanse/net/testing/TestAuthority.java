// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority with one root, for tests that need certificates which a real one would not issue. */
public final class TestAuthority {

    private static final Duration ROOT_LIFE = Duration.ofDays(3650);

    private final KeyPair keys = keyPair();
    private final Instant from;
    private final X509Certificate root;
    private long serial = 1;

    /** An authority whose certificates begin at this time. */
    public TestAuthority(Instant from) {
        this.from = from;
        this.root = issue("CN=root", keys.getPublic(), "", KeyPurposeId.anyExtendedKeyUsage, ROOT_LIFE);
    }

    /** A fresh key on curve P-256. */
    public static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The root, signed by itself. */
    public X509Certificate root() {
        return root;
    }

    /** A certificate for a TLS server, for a day. */
    public X509Certificate server(String spiffeId) {
        return issue("CN=x", keyPair().getPublic(), spiffeId, KeyPurposeId.id_kp_serverAuth, Duration.ofDays(1));
    }

    /** A certificate for a TLS client. */
    public X509Certificate client(PublicKey key, String spiffeId, Duration life) {
        return issue("CN=x", key, spiffeId, KeyPurposeId.id_kp_clientAuth, life);
    }

    private X509Certificate issue(String subject, PublicKey key, String uri, KeyPurposeId usage, Duration life) {
        try {
            boolean isRoot = uri.isEmpty();
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=root"),
                    BigInteger.valueOf(++serial),
                    Date.from(from),
                    Date.from(from.plus(life)),
                    new X500Name(subject),
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isRoot));
            if (!isRoot) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 over the root's SubjectPublicKeyInfo. */
    public byte[] pin() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(root.getPublicKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
