// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Folds names in wire form to lower case (RFC 4343: ASCII only) and hashes them, eight octets at a time. Octets that
 * count a label's length are at most
 * 63 and so never taken for letters.
 *
 * <p>Members and clients choose names, so hashes depend on secrets of this process: names that share one hash, which would
 * make every look into a table as long as the table, cannot be chosen in advance. Each step is a multiplication by a
 * secret whose two halves are folded; a difference between two names is then an unknown difference after the first step.
 * No value outlives the process.
 */
public final class NameHash {

    /** Octets that a folded name may take: the longest name, filled up to a multiple of eight. */
    public static final int FOLDED_OCTETS = 256;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long TOP = 0x8080_8080_8080_8080L;

    private static final long START = HashSecrets.next();
    private static final long FACTOR = HashSecrets.next() | 1;

    private NameHash() {}

    /**
     * Writes the folded name to {@code target}, filled with zeros to a multiple of eight octets, and returns its hash.
     *
     * @param length of the name, 1 to 255
     * @param target at least {@link #FOLDED_OCTETS} long
     */
    public static int fold(byte[] source, int offset, int length, byte[] target) {
        long hash = START + length;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            long octets = lowerCase((long) LONG.get(source, offset + at));
            LONG.set(target, at, octets);
            hash = step(hash, octets);
        }
        if (at < length) {
            long octets = lowerCase(rest(source, offset + at, length - at));
            LONG.set(target, at, octets);
            hash = step(hash, octets);
        }
        return (int) Mix.mix(hash);
    }

    /** The hash of a name that is in lower case already; the same as {@link #fold} gives. */
    static int hash(byte[] lowerCase) {
        int length = lowerCase.length;
        long hash = START + length;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            hash = step(hash, (long) LONG.get(lowerCase, at));
        }
        if (at < length) {
            hash = step(hash, rest(lowerCase, at, length - at));
        }
        return (int) Mix.mix(hash);
    }

    private static long step(long hash, long octets) {
        long mixed = hash ^ octets;
        return mixed * FACTOR ^ Math.unsignedMultiplyHigh(mixed, FACTOR);
    }

    private static long rest(byte[] source, int at, int count) {
        if (at + 8 <= source.length) {
            return (long) LONG.get(source, at) & ((1L << (count * 8)) - 1);
        }
        long octets = 0;
        for (int i = 0; i < count; i++) {
            octets |= (source[at + i] & 0xffL) << (i * 8);
        }
        return octets;
    }

    /**
     * Sets bit 5 of every octet between 'A' and 'Z'; carries cannot cross octets because the top bits are masked
     * first.
     */
    static long lowerCase(long octets) {
        long low = octets & ~TOP;
        long fromA = low + (0x80 - 'A') * EACH;
        long afterZ = low + (0x7f - 'Z') * EACH;
        long upper = ~octets & (fromA ^ afterZ) & TOP;
        return octets | (upper >>> 2);
    }
}
