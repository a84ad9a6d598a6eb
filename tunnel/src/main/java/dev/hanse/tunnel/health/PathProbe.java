// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A path probe or its answer: what a transport frame carries instead of an IP packet (docs/protocol/tunnel.md, "Path probes"). The first
 * four bits of an IP packet are 4 or 6, those of a probe are 0.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-----------------------------------------------+
 * |     kind      |     flags     |             zero              |
 * +---------------+-----------------------------------------------+
 * |                             zero                              |
 * +---------------------------------------------------------------+
 * |                                                               |
 * |                            number                             |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class PathProbe {

    /** Length of both kinds. A receiver ignores what follows. */
    public static final int OCTETS = 16;

    /** Kind: please answer with the same number. */
    public static final int REQUEST = 1;

    /** Kind: the answer. */
    public static final int ANSWER = 2;

    /** Flag of a request: whoever sends it stops soon, and flows should take another gateway of its cluster. */
    public static final int LEAVING = 1;

    /** Flag of an answer: long frames of whoever gets it arrive with pieces missing, and it should send short ones for a while. */
    public static final int PIECES_MISSING = 2;

    private static final int FLAGS_OFFSET = 1;
    private static final int NUMBER_OFFSET = 8;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long SIZE = 1L << 62;
    private static final int OCTETS_BITS = 16;
    private static final long MAX_EPOCH = (1L << 40) - 1;

    private PathProbe() {}

    /** Whether decrypted octets are one of ours and not an IP packet. */
    public static boolean is(byte[] buffer, int offset, int length) {
        return length >= OCTETS && (buffer[offset] == REQUEST || buffer[offset] == ANSWER);
    }

    /** {@link #REQUEST} or {@link #ANSWER}. */
    public static int kind(byte[] buffer, int offset) {
        return buffer[offset];
    }

    /** Opaque to whoever answers. */
    public static long number(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset + NUMBER_OFFSET);
    }

    /** What its sender says besides: of a request {@link #LEAVING}, of an answer {@link #PIECES_MISSING}. Flags that are not known are ignored. */
    public static int flags(byte[] buffer, int offset) {
        return buffer[offset + FLAGS_OFFSET];
    }

    /**
     * The number of a probe that asks whether packets of its own length pass.
     *
     * @param epoch tells it from those that asked before; 40 bits of it count
     * @param octets length of the packet, 16 bits
     */
    public static long sizeNumber(long epoch, int octets) {
        return SIZE | (epoch & MAX_EPOCH) << OCTETS_BITS | octets;
    }

    /** Whether it is the number of such a probe. */
    public static boolean isSize(long number) {
        return (number & SIZE) != 0;
    }

    /** Of such a number. */
    public static long epoch(long number) {
        return number >>> OCTETS_BITS & MAX_EPOCH;
    }

    /** Of such a number. */
    public static int size(long number) {
        return (int) number & 0xffff;
    }

    /** A probe without flags or an answer, {@link #OCTETS} long. */
    public static byte[] encode(int kind, long number) {
        return encode(kind, 0, number);
    }

    /** A probe or an answer, {@link #OCTETS} long. */
    public static byte[] encode(int kind, int flags, long number) {
        byte[] probe = new byte[OCTETS];
        probe[0] = (byte) kind;
        probe[FLAGS_OFFSET] = (byte) flags;
        LONG.set(probe, NUMBER_OFFSET, number);
        return probe;
    }
}
