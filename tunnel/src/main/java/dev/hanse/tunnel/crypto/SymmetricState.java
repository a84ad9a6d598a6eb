// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Chaining key, hash and key of a handshake under way (Noise specification, section 5.2), for the patterns
 * {@code Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s} (WireGuard) and {@code Noise_IKpsk2_25519_AESGCM_BLAKE2s}. Every key
 * seals or opens once, hence the nonce is always zero. Owned by one thread; {@link #erase} when done.
 */
public final class SymmetricState {

    private static final byte[] NONCE = new byte[HandshakeAead.NONCE_OCTETS];
    private static final byte[] NOTHING = new byte[0];

    private final CipherSuite suite;
    private byte[] chainingKey;
    private byte[] hash;
    private byte[] key = NOTHING;

    /** Starts with the construction and identifier of the suite ({@code docs/protocol/tunnel.md}). */
    public SymmetricState(CipherSuite suite) {
        this.suite = suite;
        this.chainingKey = Blake2s.hash(construction(suite));
        this.hash = Blake2s.hash(chainingKey, identifier(suite));
    }

    /** {@code MixHash}. */
    public void mixHash(byte[] data) {
        hash = Blake2s.hash(hash, data);
    }

    /** {@code MixKey}: the input goes into the chaining key and makes a new key. */
    public void mixKey(byte[] input) {
        byte[][] derived = NoiseKdf.derive(chainingKey, input, 2);
        replaceKeys(derived[0], derived[1]);
    }

    /** {@code MixKeyAndHash}, for the pre-shared key. */
    public void mixKeyAndHash(byte[] input) {
        byte[][] derived = NoiseKdf.derive(chainingKey, input, 3);
        mixHash(derived[1]);
        replaceKeys(derived[0], derived[2]);
    }

    /** {@code EncryptAndHash}: 16 octets longer than {@code plaintext}. */
    public byte[] encryptAndHash(byte[] plaintext) {
        byte[] sealed = HandshakeAead.seal(suite, key, NONCE, plaintext, hash);
        mixHash(sealed);
        return sealed;
    }

    /** {@code DecryptAndHash}; null on a wrong tag, then the state is of no more use. */
    public byte @Nullable [] decryptAndHash(byte[] ciphertext) {
        byte[] opened = HandshakeAead.open(suite, key, NONCE, ciphertext, hash);
        if (opened != null) {
            mixHash(ciphertext);
        }
        return opened;
    }

    /** {@code Split}: the initiator's sending key, then the responder's, 32 octets each. */
    public byte[][] split() {
        return NoiseKdf.derive(chainingKey, NOTHING, 2);
    }

    /** Which AEAD the handshake uses and is for. */
    public CipherSuite suite() {
        return suite;
    }

    /** Overwrites what is secret. */
    public void erase() {
        Arrays.fill(chainingKey, (byte) 0);
        Arrays.fill(key, (byte) 0);
    }

    /** A copy to try an answer on, so that a forged one does not spoil the handshake. */
    public SymmetricState copy() {
        SymmetricState copy = new SymmetricState(suite);
        copy.chainingKey = chainingKey.clone();
        copy.hash = hash.clone();
        copy.key = key.clone();
        return copy;
    }

    private void replaceKeys(byte[] newChainingKey, byte[] newKey) {
        erase();
        chainingKey = newChainingKey;
        key = newKey;
    }

    private static byte[] construction(CipherSuite suite) {
        return switch (suite) {
            case CHACHA20_POLY1305 -> "Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s".getBytes(US_ASCII);
            case AES_256_GCM -> "Noise_IKpsk2_25519_AESGCM_BLAKE2s".getBytes(US_ASCII);
        };
    }

    private static byte[] identifier(CipherSuite suite) {
        return switch (suite) {
            case CHACHA20_POLY1305 -> "WireGuard v1 zx2c4 Jason@zx2c4.com".getBytes(US_ASCII);
            case AES_256_GCM -> "Hanse tunnel v1".getBytes(US_ASCII);
        };
    }
}
