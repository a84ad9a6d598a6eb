// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.wire;

import dev.hanse.tunnel.crypto.CipherSuite;

/**
 * Header of a transport frame (WireGuard, message type 4), followed by the sealed packet and its 16 octet tag.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    type = 4   |     flags     |            length             |
 * +---------------+---------------+-------------------------------+
 * |                        receiver index                         |
 * +---------------------------------------------------------------+
 * |                            counter                            |
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * Under ChaCha20-Poly1305 flags and length are zero, as in WireGuard. Under AES-256-GCM length is that of the whole
 * frame, so that a receiver can cut a batch of datagrams without asking the kernel. There the first word
 * ({@link #word}) is the first part of the nonce, hence nobody can change flags or length without breaking the tag.
 *
 * <p>All methods are static, allocate nothing and expect {@link #HEADER_OCTETS} octets at {@code offset}.
 */
public final class TransportFrame {

    /** First octet. */
    public static final byte TYPE = 4;

    /** Octets before the sealed packet. */
    public static final int HEADER_OCTETS = 16;

    /** Octets behind it. */
    public static final int TAG_OCTETS = 16;

    /** The smallest frame: an empty packet, that is a keepalive. */
    public static final int MIN_OCTETS = HEADER_OCTETS + TAG_OCTETS;

    /** The largest frame, the payload of an IPv4 datagram. */
    public static final int MAX_OCTETS = 65_507;

    /**
     * AES mode: the packet's TCP or UDP checksum field holds only the pseudo-header sum; the receiver completes it or
     * has it completed.
     */
    public static final int PARTIAL_CHECKSUM = 0x01;

    /** AES mode: a long frame, which travels in pieces ({@link LongFrame}). */
    public static final int LONG = 0x02;

    /** AES mode: the packet's flow sends little, so it may overtake those of flows that send much; no long frame has it. */
    public static final int SPARSE = 0x08;

    /** Every flag of a whole frame that has a meaning; a frame with another bit is dropped. */
    public static final int FLAGS = PARTIAL_CHECKSUM | LONG | SPARSE;

    private static final int FLAGS_OFFSET = 1;
    private static final int LENGTH_OFFSET = 2;
    private static final int RECEIVER_OFFSET = 4;
    private static final int COUNTER_OFFSET = 8;

    private TransportFrame() {}

    /**
     * First four octets as a little-endian integer.
     *
     * @param flags bits of {@link #FLAGS}; must be zero under ChaCha20-Poly1305
     * @param frameOctets length of the whole frame; not carried under ChaCha20-Poly1305
     */
    public static int word(CipherSuite suite, int flags, int frameOctets) {
        return switch (suite) {
            case CHACHA20_POLY1305 -> TYPE;
            case AES_256_GCM -> TYPE | flags << 8 | frameOctets << 16;
        };
    }

    /** Writes a header. */
    public static void encode(byte[] frame, int offset, int word, int receiverIndex, long counter) {
        LittleEndian.putInt(frame, offset, word);
        LittleEndian.putInt(frame, offset + RECEIVER_OFFSET, receiverIndex);
        LittleEndian.LONG.set(frame, offset + COUNTER_OFFSET, counter);
    }

    /** The first four octets as they stand. */
    public static int word(byte[] frame, int offset) {
        return LittleEndian.getInt(frame, offset);
    }

    /** Flags; not yet authentic before the frame has been opened. */
    public static int flags(byte[] frame, int offset) {
        return frame[offset + FLAGS_OFFSET] & 0xff;
    }

    /** Whether flags can be those of a frame. */
    public static boolean isPossible(int flags) {
        return (flags & ~FLAGS) == 0 && (flags & (LONG | SPARSE)) != (LONG | SPARSE);
    }

    /**
     * Length of the whole frame as its header says, zero under ChaCha20-Poly1305; not authentic before the frame has
     * been opened.
     */
    public static int length(byte[] frame, int offset) {
        return (short) LittleEndian.SHORT.get(frame, offset + LENGTH_OFFSET) & 0xffff;
    }

    /** Finds the keypair at the receiver. */
    public static int receiverIndex(byte[] frame, int offset) {
        return LittleEndian.getInt(frame, offset + RECEIVER_OFFSET);
    }

    /** Number of the frame under its keypair; unsigned. */
    public static long counter(byte[] frame, int offset) {
        return (long) LittleEndian.LONG.get(frame, offset + COUNTER_OFFSET);
    }
}
