// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.wire;

import dev.hanse.tunnel.crypto.CipherSuite;

/**
 * Handshake response (WireGuard, message type 2), 92 octets.
 *
 * <pre>
 * offset  octets
 *      0       1  type = 2
 *      1       1  suite, that of the initiation
 *      2       2  reserved, zero
 *      4       4  sender index, chosen by the responder
 *      8       4  receiver index, that of the initiation
 *     12      32  ephemeral public key, clear
 *     44      16  nothing, sealed: a tag alone
 *     60      16  mac1
 *     76      16  mac2, zero without a cookie
 * </pre>
 */
public final class ResponseFrame {

    /** First octet. */
    public static final byte TYPE = 2;

    /** Length of the frame. */
    public static final int OCTETS = 92;

    /** Ephemeral public key, 32 octets. */
    public static final int EPHEMERAL = 12;

    /** The tag over nothing, 16 octets. */
    public static final int EMPTY = 44;

    /** First MAC; it covers everything before it. */
    public static final int MAC1 = 60;

    /** Second MAC; it covers everything before it. */
    public static final int MAC2 = 76;

    private static final int RECEIVER_INDEX = 8;

    private ResponseFrame() {}

    /** A frame with its first twelve octets written and the rest zero. */
    public static byte[] create(CipherSuite suite, int senderIndex, int receiverIndex) {
        byte[] frame = HandshakeHeader.create(OCTETS, TYPE, suite, senderIndex);
        LittleEndian.putInt(frame, RECEIVER_INDEX, receiverIndex);
        return frame;
    }

    /** Chosen by the responder. */
    public static int senderIndex(byte[] frame) {
        return LittleEndian.getInt(frame, HandshakeHeader.SENDER_INDEX);
    }

    /** The sender index of the initiation that is answered. */
    public static int receiverIndex(byte[] frame) {
        return LittleEndian.getInt(frame, RECEIVER_INDEX);
    }
}
