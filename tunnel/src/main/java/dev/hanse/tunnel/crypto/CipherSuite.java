// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

/** The AEADs for pod packets. Both ends must have one in common; every endpoint has {@link #CHACHA20_POLY1305}. */
public enum CipherSuite {
    /** Byte for byte WireGuard: {@code Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s}. */
    CHACHA20_POLY1305,
    /**
     * Hanse's own construction, {@code Noise_IKpsk2_25519_AESGCM_BLAKE2s}; half the cost where the CPU has AES
     * instructions.
     */
    AES_256_GCM
}
