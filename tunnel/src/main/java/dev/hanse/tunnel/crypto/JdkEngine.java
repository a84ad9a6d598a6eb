// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

/** The JDK's own ciphers; always there. */
public final class JdkEngine implements CipherEngine {

    /** Has no state. */
    public JdkEngine() {}

    @Override
    public String name() {
        return "jdk " + Runtime.version().feature();
    }

    @Override
    public PacketCipher create(CipherSuite suite, byte[] key) {
        return new JdkPacketCipher(suite, new ErasableKey(keyAlgorithm(suite), key));
    }

    static String transformation(CipherSuite suite) {
        return switch (suite) {
            case CHACHA20_POLY1305 -> "ChaCha20-Poly1305";
            case AES_256_GCM -> "AES/GCM/NoPadding";
        };
    }

    static String keyAlgorithm(CipherSuite suite) {
        return switch (suite) {
            case CHACHA20_POLY1305 -> "ChaCha20";
            case AES_256_GCM -> "AES";
        };
    }
}
