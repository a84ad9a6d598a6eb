// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

/** SipHash-2-4 (Aumasson, Bernstein, 2012); immutable. */
public final class SipHash {

    private final long key0;
    private final long key1;

    /** With a secret of 128 bits. */
    public SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /**
     * The hash of the first {@code octets} octets of {@code words}, which hold the message eight octets a word, the
     * first one lowest; what lies behind it in
     * the last word must be zero.
     */
    public long hash(long[] words, int octets) {
        int whole = octets / 8;
        long last = (long) octets << 56 | (octets % 8 == 0 ? 0 : words[whole]);
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        // The last two turns are the four closing rounds.
        for (int i = 0; i < whole + 3; i++) {
            long word = i < whole ? words[i] : i == whole ? last : 0;
            if (i == whole + 1) {
                v2 ^= 0xff;
            }
            v3 ^= word;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
