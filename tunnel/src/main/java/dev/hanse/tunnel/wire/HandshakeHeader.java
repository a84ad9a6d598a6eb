// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.wire;

import dev.hanse.tunnel.crypto.CipherSuite;
import org.jspecify.annotations.Nullable;

/**
 * What initiation and response share: type, suite, two reserved octets, sender index. WireGuard has three reserved
 * octets there; a WireGuard peer drops a frame whose suite is not zero, and a Hanse peer drops a suite that it does not
 * know.
 */
public final class HandshakeHeader {

    static final int SENDER_INDEX = 4;

    private static final int SUITE = 1;
    private static final int RESERVED = 2;
    private static final byte CHACHA20_POLY1305 = 0;
    private static final byte AES_256_GCM = 1;

    private HandshakeHeader() {}

    /**
     * The suite of an initiation or a response of the right length.
     *
     * @return null if the suite is unknown or a reserved octet is set: drop the frame
     */
    public static @Nullable CipherSuite suite(byte[] frame) {
        if (frame[RESERVED] != 0 || frame[RESERVED + 1] != 0) {
            return null;
        }
        return switch (frame[SUITE]) {
            case CHACHA20_POLY1305 -> CipherSuite.CHACHA20_POLY1305;
            case AES_256_GCM -> CipherSuite.AES_256_GCM;
            default -> null;
        };
    }

    static byte[] create(int octets, byte type, CipherSuite suite, int senderIndex) {
        byte[] frame = new byte[octets];
        frame[0] = type;
        frame[SUITE] = switch (suite) {
            case CHACHA20_POLY1305 -> CHACHA20_POLY1305;
            case AES_256_GCM -> AES_256_GCM;
        };
        LittleEndian.putInt(frame, SENDER_INDEX, senderIndex);
        return frame;
    }
}
