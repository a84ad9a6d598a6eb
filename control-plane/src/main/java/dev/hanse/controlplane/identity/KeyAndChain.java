// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that speak for it. Never printed.
 *
 * @param key the private key
 * @param chain the certificate of the key first, the root last
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {

    private static final String ALGORITHM = "SHA256withECDSA";

    KeyAndChain {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether the key is that of the certificate, and each certificate signed by the next one, the last by itself. */
    boolean belongsTogether() {
        try {
            for (int i = 0; i < chain.size(); i++) {
                chain.get(i).verify(chain.get(Math.min(i + 1, chain.size() - 1)).getPublicKey());
            }
            return isKeyOf(certificate());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private boolean isKeyOf(X509Certificate certificate) throws GeneralSecurityException {
        byte[] said = certificate.getEncoded();
        Signature signing = Signature.getInstance(ALGORITHM);
        signing.initSign(key);
        signing.update(said);
        Signature checking = Signature.getInstance(ALGORITHM);
        checking.initVerify(certificate.getPublicKey());
        checking.update(said);
        return checking.verify(signing.sign());
    }

    @Override
    public String toString() {
        return "key and chain of " + certificate().getSubjectX500Principal();
    }
}
