// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), for cookies. Pure functions. */
public final class XChaCha20Poly1305 {

    /** Length of a nonce. */
    public static final int NONCE_OCTETS = 24;

    private static final int SUBKEY_NONCE_OCTETS = 16;

    private XChaCha20Poly1305() {}

    /** Seals; 16 octets longer than {@code plaintext}. */
    public static byte[] seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] additionalData) {
        byte[] subkey = HChaCha20.derive(key, nonce);
        byte[] sealed =
                HandshakeAead.seal(CipherSuite.CHACHA20_POLY1305, subkey, remainder(nonce), plaintext, additionalData);
        Arrays.fill(subkey, (byte) 0);
        return sealed;
    }

    /** Opens; null on a wrong tag. */
    public static byte @Nullable [] open(byte[] key, byte[] nonce, byte[] ciphertext, byte[] additionalData) {
        byte[] subkey = HChaCha20.derive(key, nonce);
        byte[] opened =
                HandshakeAead.open(CipherSuite.CHACHA20_POLY1305, subkey, remainder(nonce), ciphertext, additionalData);
        Arrays.fill(subkey, (byte) 0);
        return opened;
    }

    /** Section 2.3: four zero octets and the last eight of the nonce. */
    private static byte[] remainder(byte[] nonce) {
        if (nonce.length != NONCE_OCTETS) {
            throw new IllegalArgumentException("nonce: " + nonce.length + " octets (expected: " + NONCE_OCTETS + ")");
        }
        byte[] result = new byte[HandshakeAead.NONCE_OCTETS];
        System.arraycopy(nonce, SUBKEY_NONCE_OCTETS, result, 4, NONCE_OCTETS - SUBKEY_NONCE_OCTETS);
        return result;
    }
}
