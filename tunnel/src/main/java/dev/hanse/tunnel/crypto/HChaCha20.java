// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * HChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2): 20 rounds over constants, key and nonce; first and last row come
 * out.
 */
final class HChaCha20 {

    private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    private static final int WORDS = 16;
    private static final int DOUBLE_ROUNDS = 10;

    private HChaCha20() {}

    /**
     * A subkey of 32 octets.
     *
     * @param key 32 octets
     * @param nonce 16 octets or more; the rest is ignored
     */
    static byte[] derive(byte[] key, byte[] nonce) {
        int[] state = Arrays.copyOf(CONSTANTS, WORDS);
        little(key).asIntBuffer().get(state, 4, 8);
        little(nonce).asIntBuffer().get(state, 12, 4);
        for (int i = 0; i < DOUBLE_ROUNDS; i++) {
            doubleRound(state);
        }
        byte[] subkey = new byte[32];
        little(subkey).asIntBuffer().put(state, 0, 4).put(state, 12, 4);
        Arrays.fill(state, 0);
        return subkey;
    }

    private static void doubleRound(int[] s) {
        quarterRound(s, 0, 4, 8, 12);
        quarterRound(s, 1, 5, 9, 13);
        quarterRound(s, 2, 6, 10, 14);
        quarterRound(s, 3, 7, 11, 15);
        quarterRound(s, 0, 5, 10, 15);
        quarterRound(s, 1, 6, 11, 12);
        quarterRound(s, 2, 7, 8, 13);
        quarterRound(s, 3, 4, 9, 14);
    }

    /** RFC 8439, section 2.1. */
    private static void quarterRound(int[] s, int a, int b, int c, int d) {
        s[a] += s[b];
        s[d] = Integer.rotateLeft(s[d] ^ s[a], 16);
        s[c] += s[d];
        s[b] = Integer.rotateLeft(s[b] ^ s[c], 12);
        s[a] += s[b];
        s[d] = Integer.rotateLeft(s[d] ^ s[a], 8);
        s[c] += s[d];
        s[b] = Integer.rotateLeft(s[b] ^ s[c], 7);
    }

    private static ByteBuffer little(byte[] octets) {
        return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    }
}
