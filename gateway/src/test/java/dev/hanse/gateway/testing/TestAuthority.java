// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.proto.v1.JoinToken;
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
import java.util.Base64;
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

    public static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate root() {
        return root;
    }

    public X509Certificate server(String spiffeId) {
        return issue("CN=x", keyPair().getPublic(), spiffeId, KeyPurposeId.id_kp_serverAuth, Duration.ofDays(1));
    }

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

    public byte[] pin() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(root.getPublicKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token as the control plane would make it. */
    public JoinToken.Builder token(String cluster, Instant expiresAt) {
        return JoinToken.newBuilder()
                .addAddresses("127.0.0.1:9")
                .setCaPin(ByteString.copyFrom(pin()))
                .setClusterSet("demo")
                .setClusterId(cluster)
                .setSecret(ByteString.copyFrom(new byte[32]))
                .setExpiresAt(Timestamp.newBuilder().setSeconds(expiresAt.getEpochSecond()));
    }

    public static String text(JoinToken token) {
        return "hanse1." + Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
    }
}
