// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.node;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The node authority of one cluster, EC P-256: it certifies the gateways' node ports as TLS servers and the nodes as TLS clients (RFC 5280), and nothing else trusts it. Never printed.
 *
 * @param key private key of the certificate
 * @param certificate self-signed
 */
record NodeAuthority(PrivateKey key, X509Certificate certificate) {

    static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);
    static final Duration LIFE = Duration.ofDays(398);

    /** Clocks may differ by this much. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 127;
    private static final X500Name NAME = new X500Name("CN=hanse node authority");

    /** A certificate with its key. */
    record Certified(PrivateKey key, X509Certificate certificate) {}

    static NodeAuthority create(Instant now, SecureRandom random) {
        KeyPair pair = newKey(random);
        return new NodeAuthority(
                pair.getPrivate(),
                new Making(NAME, pair.getPrivate(), random, now, AUTHORITY_LIFE)
                        .sign(NAME, pair, new BasicConstraints(0), new KeyUsage(KeyUsage.keyCertSign), null));
    }

    /** For the node ports of gateways. */
    Certified gateway(Instant now, SecureRandom random) {
        return certify("hanse gateway", KeyPurposeId.id_kp_serverAuth, now, random);
    }

    /** For nodes. */
    Certified node(Instant now, SecureRandom random) {
        return certify("hanse node", KeyPurposeId.id_kp_clientAuth, now, random);
    }

    private Certified certify(String name, KeyPurposeId purpose, Instant now, SecureRandom random) {
        KeyPair pair = newKey(random);
        X509Certificate made = new Making(NAME, key, random, now, LIFE)
                .sign(
                        new X500Name("CN=" + name),
                        pair,
                        new BasicConstraints(false),
                        new KeyUsage(KeyUsage.digitalSignature),
                        purpose);
        return new Certified(pair.getPrivate(), made);
    }

    private static KeyPair newKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    @Override
    public String toString() {
        return "node authority until " + certificate.getNotAfter().toInstant();
    }

    /** One signature. */
    private record Making(X500Name issuer, PrivateKey key, SecureRandom random, Instant now, Duration life) {

        private X509Certificate sign(
                X500Name subject,
                KeyPair pair,
                BasicConstraints constraints,
                KeyUsage usage,
                @Nullable KeyPurposeId purpose) {
            try {
                X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                                issuer,
                                new BigInteger(SERIAL_BITS, random).setBit(0),
                                Date.from(now.minus(SKEW)),
                                Date.from(now.plus(life)),
                                subject,
                                pair.getPublic())
                        .addExtension(Extension.basicConstraints, true, constraints)
                        .addExtension(Extension.keyUsage, true, usage)
                        .addExtension(
                                Extension.subjectKeyIdentifier,
                                false,
                                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
                if (purpose != null) {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
                }
                return new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
            } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
                throw new IllegalStateException("certificate for " + subject + ": cannot be signed", e);
            }
        }
    }
}
