// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ten digits of lower-case base32hex (RFC 4648) of a SHA-256: 50 bits, which names of Kubernetes may hold. */
final class ShortHash {

    private static final int DIGITS = 10;
    private static final int BITS = 5;

    private ShortHash() {}

    static String of(String text) {
        byte[] hash = sha256(text);
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int i = 0; i < DIGITS; i++) {
            digits.append(Character.forDigit(bitsAt(hash, i * BITS), 1 << BITS));
        }
        return digits.toString();
    }

    private static int bitsAt(byte[] octets, int from) {
        int pair = (octets[from / 8] & 0xff) << 8 | octets[from / 8 + 1] & 0xff;
        return pair >> (16 - BITS - from % 8) & ((1 << BITS) - 1);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
