// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.wire;

import dev.hanse.tunnel.crypto.CipherSuite;

/**
 * A transport frame that is longer than a datagram: sealed as a whole under one counter, then cut into pieces that each repeat its header.
 * Sealing 20 KiB at once costs a fifth of sealing as many octets packet by packet. AES-256-GCM only.
 *
 * <p>In the flags of a piece, bit 2 marks the last one and bits 4 to 7 are its number; length is that of the whole frame. Every piece but
 * the last carries equally many octets of the sealed content (packet and tag), so that its place follows from its number and its own
 * length. The whole frame's header, which is what its nonce is made of, has neither number nor mark.
 *
 * <p>All methods are static and allocate nothing.
 */
public final class LongFrame {

    /** Most pieces of one frame. */
    public static final int MAX_PIECES = 16;

    /** Longest frame, header and tag included: 16 pieces on a path of 1500 octets. */
    public static final int MAX_OCTETS = 24_576;

    /** Flag of a piece: the last one. */
    public static final int LAST = 0x04;

    private static final int NUMBER_SHIFT = 4;
    private static final int HEADER = TransportFrame.HEADER_OCTETS;

    private LongFrame() {}

    /** Whether a transport frame's header is that of a piece. */
    public static boolean isPiece(byte[] frame, int offset) {
        int flags = TransportFrame.flags(frame, offset);
        return (flags & (TransportFrame.LONG | TransportFrame.SPARSE)) == TransportFrame.LONG;
    }

    /** Number of a piece, 0 to 15. */
    public static int number(byte[] piece, int offset) {
        return TransportFrame.flags(piece, offset) >>> NUMBER_SHIFT;
    }

    /** Whether it is the last piece. */
    public static boolean isLast(byte[] piece, int offset) {
        return (TransportFrame.flags(piece, offset) & LAST) != 0;
    }

    /** How many pieces a frame makes if each takes at most {@code pieceOctets}, header included. */
    public static int pieces(int frameOctets, int pieceOctets) {
        int each = pieceOctets - HEADER;
        return (frameOctets - HEADER + each - 1) / each;
    }

    /** Octets of all pieces together. */
    public static int octets(int frameOctets, int pieces) {
        return frameOctets + (pieces - 1) * HEADER;
    }

    /** Where, from the place of the first piece, the whole frame must lie so that {@link #cut} can spread it. */
    public static int shift(int pieces) {
        return (pieces - 1) * HEADER;
    }

    /**
     * Cuts a sealed frame that lies {@link #shift} octets behind {@code at} into pieces that lie one after the other from {@code at} on.
     * Each moves to the front, so that none is overwritten before it has moved.
     */
    public static void cut(byte[] buffer, int at, int frameOctets, int pieceOctets) {
        int pieces = pieces(frameOctets, pieceOctets);
        int frame = at + shift(pieces);
        int flags = TransportFrame.flags(buffer, frame);
        int index = TransportFrame.receiverIndex(buffer, frame);
        long counter = TransportFrame.counter(buffer, frame);
        int each = pieceOctets - HEADER;
        int content = frame + HEADER;
        int end = frame + frameOctets;
        for (int number = 0; number < pieces; number++, content += each) {
            int piece = at + number * pieceOctets;
            System.arraycopy(buffer, content, buffer, piece + HEADER, Math.min(each, end - content));
            int own = flags | number << NUMBER_SHIFT | (number == pieces - 1 ? LAST : 0);
            TransportFrame.encode(
                    buffer, piece, TransportFrame.word(CipherSuite.AES_256_GCM, own, frameOctets), index, counter);
        }
    }

    /** Writes the header of the whole frame, at its start, from that of one of its pieces. */
    public static void putHeader(byte[] piece, byte[] frame) {
        int flags = TransportFrame.flags(piece, 0) & TransportFrame.FLAGS;
        int word = TransportFrame.word(CipherSuite.AES_256_GCM, flags, TransportFrame.length(piece, 0));
        TransportFrame.encode(frame, 0, word, TransportFrame.receiverIndex(piece, 0), TransportFrame.counter(piece, 0));
    }
}
