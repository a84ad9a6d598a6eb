// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A fresh key, EC P-256, and the request for its certificate (PKCS#10, RFC 2986). The control plane sets every name;
 * the subject here says nothing.
 */
final class CertificateRequest {

    private final KeyPair keys;
    private final byte[] der;

    private CertificateRequest(KeyPair keys, byte[] der) {
        this.keys = keys;
        this.der = der;
    }

    /** Makes a key and signs the request with it. */
    static CertificateRequest create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return of(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /** Signs a request with a key that was made before. */
    static CertificateRequest of(KeyPair keys) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            var subject = new X500Name("CN=hanse-gateway");
            return new CertificateRequest(
                    keys,
                    new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                            .build(signer)
                            .getEncoded());
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("every JDK has ECDSA with P-256", e);
        }
    }

    /** The request, DER. */
    byte[] der() {
        return der.clone();
    }

    /** Both halves, for the time until the certificate is there. */
    KeyPair keys() {
        return keys;
    }

    /** Whether both halves belong together. */
    boolean isSound() {
        try {
            return new PKCS10CertificationRequest(der)
                    .isSignatureValid(new JcaContentVerifierProviderBuilder().build(keys.getPublic()));
        } catch (IOException | OperatorCreationException | PKCSException e) {
            return false;
        }
    }

    /** The key that the certificate will be for. */
    PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /** Whether a certificate is for this key. */
    boolean madeFor(java.security.PublicKey key) {
        return keys.getPublic().equals(key);
    }
}
