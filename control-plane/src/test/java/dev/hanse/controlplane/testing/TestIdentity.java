// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * A certificate chain and its key.
 *
 * @param chain leaf first
 * @param key of the leaf
 */
public record TestIdentity(List<X509Certificate> chain, PrivateKey key) {

    /** From the DER certificates of a response. */
    public static TestIdentity of(List<com.google.protobuf.ByteString> chain, TestKey key) {
        List<X509Certificate> certificates = new ArrayList<>();
        chain.forEach(each -> certificates.add(certificate(each.toByteArray())));
        return new TestIdentity(certificates, key.pair().getPrivate());
    }

    /** The operator that a control plane wrote to its data directory. */
    public static TestIdentity operator(Path dataDir) {
        Path directory = dataDir.resolve("operator");
        try (var in = Files.newInputStream(directory.resolve("operator.pem"));
                PemReader key =
                        new PemReader(new StringReader(Files.readString(directory.resolve("operator-key.pem"))))) {
            List<X509Certificate> chain = new ArrayList<>();
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                chain.add((X509Certificate) each);
            }
            return new TestIdentity(
                    chain,
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(key.readPemObject().getContent())));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads one certificate. */
    public static X509Certificate certificate(byte[] bytes) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
