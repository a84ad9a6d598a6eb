// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A key as a joining gateway makes it.
 *
 * @param pair private and public half
 */
public record TestKey(KeyPair pair) {

    /** A fresh key on curve P-256. */
    public static TestKey fresh() {
        return onCurve("secp256r1");
    }

    /** A fresh key on a curve that may not be allowed. */
    public static TestKey onCurve(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new TestKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request for a certificate, DER. */
    public byte[] csr() {
        return csr("SHA256withECDSA");
    }

    /** A request that is signed by this algorithm. */
    public byte[] csr(String algorithm) {
        return csr(pair, algorithm);
    }

    /** A request whose signature is by another key. */
    public byte[] csrSignedBy(TestKey other) {
        return csr(new KeyPair(pair.getPublic(), other.pair().getPrivate()), "SHA256withECDSA");
    }

    private static byte[] csr(KeyPair pair, String algorithm) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=ignored"), pair.getPublic())
                    .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
