// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.net.testing.TestAuthority;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
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

/** The certificate authority of one test cluster: Kubernetes takes users from the subjects of its certificates. */
final class BedAuthority {
    private static final String NAME = "CN=kubernetes";
    private final KeyPair keys = TestAuthority.keyPair();
    private final Instant from = Instant.now().minus(Duration.ofHours(1));
    private final X509Certificate root;
    private long serial = 1;

    BedAuthority() throws GeneralSecurityException {
        root = sign(builder(NAME, keys.getPublic(), true));
    }

    X509Certificate root() {
        return root;
    }

    /** For a server on loopback, at these addresses, and on each host as {@code kubernetes.default.svc}. */
    Credential server(String commonName, String... addresses) throws GeneralSecurityException {
        KeyPair pair = TestAuthority.keyPair();
        JcaX509v3CertificateBuilder builder = builder("CN=" + commonName, pair.getPublic(), false);
        extend(builder, KeyPurposeId.id_kp_serverAuth);
        try {
            builder.addExtension(Extension.subjectAlternativeName, false, names(addresses));
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
        return new Credential(sign(builder), pair.getPrivate());
    }

    private static GeneralNames names(String... addresses) {
        Stream<GeneralName> numbers = Stream.concat(Stream.of("127.0.0.1"), Stream.of(addresses))
                .map(each -> new GeneralName(GeneralName.iPAddress, each));
        Stream<GeneralName> words = Stream.of("localhost", "kubernetes.default.svc")
                .map(each -> new GeneralName(GeneralName.dNSName, each));
        return new GeneralNames(Stream.concat(numbers, words).toArray(GeneralName[]::new));
    }

    /** For a user: CN is the name, each O a group. */
    Credential user(String subject) throws GeneralSecurityException {
        KeyPair pair = TestAuthority.keyPair();
        JcaX509v3CertificateBuilder builder = builder(subject, pair.getPublic(), false);
        extend(builder, KeyPurposeId.id_kp_clientAuth);
        return new Credential(sign(builder), pair.getPrivate());
    }

    private JcaX509v3CertificateBuilder builder(String subject, PublicKey key, boolean isRoot) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name(NAME),
                    BigInteger.valueOf(++serial),
                    Date.from(from),
                    Date.from(from.plus(Duration.ofDays(30))),
                    new X500Name(subject),
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isRoot));
            return builder;
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void extend(JcaX509v3CertificateBuilder builder, KeyPurposeId usage) {
        try {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder builder) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
