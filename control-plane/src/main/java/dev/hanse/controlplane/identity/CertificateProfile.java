// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificates of a cluster set, field by field (RFC 5280, X509-SVID). */
final class CertificateProfile {

    /** Clocks may differ by this much; a certificate is valid so long before it is made. */
    private static final Duration ALLOWED_SKEW = Duration.ofMinutes(5);

    /**
     * RFC 5280 section 4.1.2.2 allows 20 octets, the CA/Browser Forum asks for 64 random bits; 127 keeps the number
     * positive.
     */
    private static final int SERIAL_BITS = 127;

    private final String clusterSet;
    private final SecureRandom random;

    CertificateProfile(String clusterSet, SecureRandom random) {
        this.clusterSet = clusterSet;
        this.random = random;
    }

    /**
     * Who signs; its own key and subject for a root.
     *
     * @param endsAt when it ends itself, and with it whatever it signs
     */
    record Issuer(X500Name subject, PrivateKey key, PublicKey publicKey, Instant endsAt) {

        static Issuer itself(X500Name subject, KeyPair pair) {
            return new Issuer(subject, pair.getPrivate(), pair.getPublic(), Instant.MAX);
        }

        static Issuer of(KeyAndChain issuer) {
            X509Certificate certificate = issuer.certificate();
            X500Name subject =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            return new Issuer(
                    subject,
                    issuer.key(),
                    certificate.getPublicKey(),
                    certificate.getNotAfter().toInstant());
        }

        /**
         * When a certificate ends that is to live so long from now: with its issuer at the latest (RFC 5280 section 6.1
         * refuses it then in any case).
         */
        Instant end(Instant now, Duration life) {
            Instant asked = now.plus(life);
            if (!endsAt.isAfter(now)) {
                throw new IllegalStateException(
                        subject + " ended at " + endsAt + ", the clock says " + now + ": it can certify nobody");
            }
            return asked.isBefore(endsAt) ? asked : endsAt;
        }
    }

    X500Name subject(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, clusterSet)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** A certificate that signs others; {@code below} is how many authorities may stand below it. */
    X509Certificate authority(Issuer issuer, X500Name subject, PublicKey key, int below, Instant now, Duration life) {
        return sign(
                issuer,
                subject,
                key,
                now,
                life,
                List.of(
                        new Extra(Extension.basicConstraints, true, new BasicConstraints(below)),
                        new Extra(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))));
    }

    /** A certificate of a process; {@code serverNames} are DNS names and addresses under which it serves. */
    X509Certificate leaf(
            Issuer issuer,
            Identity identity,
            PublicKey key,
            List<GeneralName> serverNames,
            Instant now,
            Duration life) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(
                GeneralName.uniformResourceIdentifier, identity.uri().toString()));
        names.addAll(serverNames);
        List<KeyPurposeId> purposes = new ArrayList<>(List.of(KeyPurposeId.id_kp_clientAuth));
        if (!serverNames.isEmpty()) {
            purposes.add(KeyPurposeId.id_kp_serverAuth);
        }
        return sign(
                issuer,
                subject(identity.spiffeId().path().getLast()),
                key,
                now,
                life,
                List.of(
                        new Extra(Extension.basicConstraints, true, new BasicConstraints(false)),
                        new Extra(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
                        new Extra(
                                Extension.extendedKeyUsage,
                                false,
                                new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new))),
                        new Extra(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(names.toArray(GeneralName[]::new)))));
    }

    private record Extra(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}

    private X509Certificate sign(
            Issuer issuer, X500Name subject, PublicKey key, Instant now, Duration life, List<Extra> extras) {
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            issuer.subject(),
                            new BigInteger(SERIAL_BITS, random).setBit(0),
                            Date.from(now.minus(ALLOWED_SKEW)),
                            Date.from(issuer.end(now, life)),
                            subject,
                            key)
                    .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(issuer.publicKey()));
            for (Extra extra : extras) {
                builder.addExtension(extra.id(), extra.critical(), extra.value());
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("certificate for " + subject + ": cannot be signed", e);
        }
    }
}
