// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret of a token, 32 random octets, of which only the hash is kept: with so much chance in it, one round of
 * SHA-256 hides it.
 */
final class TokenSecret {

    static final int OCTETS = 32;

    private TokenSecret() {}

    static byte[] fresh(SecureRandom random) {
        byte[] secret = new byte[OCTETS];
        random.nextBytes(secret);
        return secret;
    }

    static String hash(byte[] secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Compares in constant time. */
    static boolean matches(String hash, String kept) {
        return MessageDigest.isEqual(
                HexFormat.of().parseHex(hash), HexFormat.of().parseHex(kept));
    }
}
