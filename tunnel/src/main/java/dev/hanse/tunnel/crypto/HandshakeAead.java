// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** One-shot AEADs with additional data, for handshakes and cookies; always the JDK's. Pure functions. */
final class HandshakeAead {

    static final int NONCE_OCTETS = 12;

    private static final int TAG_BITS = 128;

    private HandshakeAead() {}

    static byte[] seal(CipherSuite suite, byte[] key, byte[] nonce, byte[] plaintext, byte[] additionalData) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, suite, key, nonce, additionalData)
                    .doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot seal with " + suite, e);
        }
    }

    /** Null on a wrong tag. */
    static byte @Nullable [] open(
            CipherSuite suite, byte[] key, byte[] nonce, byte[] ciphertext, byte[] additionalData) {
        try {
            return cipher(Cipher.DECRYPT_MODE, suite, key, nonce, additionalData)
                    .doFinal(ciphertext);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot open with " + suite, e);
        }
    }

    private static Cipher cipher(int mode, CipherSuite suite, byte[] key, byte[] nonce, byte[] additionalData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(JdkEngine.transformation(suite));
        AlgorithmParameterSpec parameters = switch (suite) {
            case CHACHA20_POLY1305 -> new IvParameterSpec(nonce);
            case AES_256_GCM -> new GCMParameterSpec(TAG_BITS, nonce);
        };
        cipher.init(mode, new SecretKeySpec(key, JdkEngine.keyAlgorithm(suite)), parameters);
        cipher.updateAAD(additionalData);
        return cipher;
    }
}
