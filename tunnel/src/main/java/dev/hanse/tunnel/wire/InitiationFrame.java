// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.wire;

import dev.hanse.tunnel.crypto.CipherSuite;

/**
 * Handshake initiation (WireGuard, message type 1), 148 octets.
 *
 * <pre>
 * offset  octets
 *      0       1  type = 1
 *      1       1  suite: 0 ChaCha20-Poly1305 (WireGuard), 1 AES-256-GCM
 *      2       2  reserved, zero
 *      4       4  sender index, chosen by the initiator
 *      8      32  ephemeral public key, clear
 *     40      48  static public key, sealed
 *     88      28  TAI64N timestamp, sealed
 *    116      16  mac1
 *    132      16  mac2, zero without a cookie
 * </pre>
 *
 * The fields are read and written in the array at these offsets; {@code session} does the cryptography between them.
 */
public final class InitiationFrame {

    /** First octet. */
    public static final byte TYPE = 1;

    /** Length of the frame. */
    public static final int OCTETS = 148;

    /** Ephemeral public key, 32 octets. */
    public static final int EPHEMERAL = 8;

    /** Sealed static public key, 32 + 16 octets. */
    public static final int STATIC = 40;

    /** Sealed timestamp, 12 + 16 octets. */
    public static final int TIMESTAMP = 88;

    /** First MAC; it covers everything before it. */
    public static final int MAC1 = 116;

    /** Second MAC; it covers everything before it. */
    public static final int MAC2 = 132;

    private InitiationFrame() {}

    /** A frame with its first eight octets written and the rest zero. */
    public static byte[] create(CipherSuite suite, int senderIndex) {
        return HandshakeHeader.create(OCTETS, TYPE, suite, senderIndex);
    }

    /** Chosen by the initiator, named in every frame that comes back. */
    public static int senderIndex(byte[] frame) {
        return LittleEndian.getInt(frame, HandshakeHeader.SENDER_INDEX);
    }
}
