// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.wire;

/**
 * Cookie reply (WireGuard, message type 3), 64 octets.
 *
 * <pre>
 * offset  octets
 *      0       1  type = 3
 *      1       3  reserved, zero
 *      4       4  receiver index: the sender index of the handshake frame that is answered
 *      8      24  nonce
 *     32      32  cookie, sealed
 * </pre>
 */
public final class CookieReplyFrame {

    /** First octet. */
    public static final byte TYPE = 3;

    /** Length of the frame. */
    public static final int OCTETS = 64;

    /** Nonce of XChaCha20-Poly1305, 24 octets. */
    public static final int NONCE = 8;

    /** Sealed cookie, 16 + 16 octets. */
    public static final int COOKIE = 32;

    private static final int RECEIVER_INDEX = 4;

    private CookieReplyFrame() {}

    /** A frame with its first eight octets written and the rest zero. */
    public static byte[] create(int receiverIndex) {
        byte[] frame = new byte[OCTETS];
        frame[0] = TYPE;
        LittleEndian.putInt(frame, RECEIVER_INDEX, receiverIndex);
        return frame;
    }

    /** Whether length, type and reserved octets are right. */
    public static boolean wellFormed(byte[] frame) {
        return frame.length == OCTETS && LittleEndian.getInt(frame, 0) == TYPE;
    }

    /** The sender index of the handshake frame that is answered. */
    public static int receiverIndex(byte[] frame) {
        return LittleEndian.getInt(frame, RECEIVER_INDEX);
    }
}
