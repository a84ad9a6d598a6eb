// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.Blake2s;
import dev.hanse.tunnel.crypto.XChaCha20Poly1305;
import dev.hanse.tunnel.wire.CookieReplyFrame;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Judges mac1 and mac2 of handshake frames that come in, and makes cookies under load (WireGuard, section 5.3). A
 * cookie is a MAC of the sender's address under a secret that lives two minutes; nothing is stored per sender.
 */
final class MacCheck {

    private static final int SECRET_OCTETS = 32;

    private final byte[] mac1Key;
    private final byte[] cookieKey;
    private final RandomGenerator random;
    private final byte[] secret = new byte[SECRET_OCTETS];
    private long secretNanos;
    private boolean secretMade;

    MacCheck(byte[] ownPublicKey, RandomGenerator random) {
        this.mac1Key = MacLabels.mac1Key(ownPublicKey);
        this.cookieKey = MacLabels.cookieKey(ownPublicKey);
        this.random = random;
    }

    /** Whether the sender knows our public key. */
    boolean mac1Valid(byte[] frame) {
        return valid(mac1Key, frame, frame.length - 2 * Blake2s.MAC_OCTETS);
    }

    /** Whether the sender has lately received a cookie at this address. */
    boolean mac2Valid(byte[] frame, InetSocketAddress from, long nowNanos) {
        return valid(cookie(from, nowNanos), frame, frame.length - Blake2s.MAC_OCTETS);
    }

    /** The answer to a handshake frame whose mac2 was missing or stale. */
    byte[] cookieReply(byte[] frame, int senderIndex, InetSocketAddress from, long nowNanos) {
        byte[] reply = CookieReplyFrame.create(senderIndex);
        byte[] nonce = new byte[XChaCha20Poly1305.NONCE_OCTETS];
        random.nextBytes(nonce);
        int mac1Offset = frame.length - 2 * Blake2s.MAC_OCTETS;
        byte[] mac1 = Arrays.copyOfRange(frame, mac1Offset, mac1Offset + Blake2s.MAC_OCTETS);
        byte[] sealed = XChaCha20Poly1305.seal(cookieKey, nonce, cookie(from, nowNanos), mac1);
        System.arraycopy(nonce, 0, reply, CookieReplyFrame.NONCE, nonce.length);
        System.arraycopy(sealed, 0, reply, CookieReplyFrame.COOKIE, sealed.length);
        return reply;
    }

    private byte[] cookie(InetSocketAddress from, long nowNanos) {
        if (!secretMade || nowNanos - secretNanos >= SessionLimits.COOKIE_LIFE) {
            random.nextBytes(secret);
            secretNanos = nowNanos;
            secretMade = true;
        }
        byte[] address = from.getAddress().getAddress();
        byte[] port = ByteBuffer.allocate(Short.BYTES)
                .putShort((short) from.getPort())
                .array();
        return Blake2s.mac(secret, address, port);
    }

    private static boolean valid(byte[] key, byte[] frame, int macOffset) {
        byte[] expected = Blake2s.mac(key, frame, macOffset);
        byte[] found = Arrays.copyOfRange(frame, macOffset, macOffset + Blake2s.MAC_OCTETS);
        return MessageDigest.isEqual(expected, found);
    }
}
