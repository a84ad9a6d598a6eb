// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.Blake2s;
import dev.hanse.tunnel.crypto.XChaCha20Poly1305;
import dev.hanse.tunnel.wire.CookieReplyFrame;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts mac1 and mac2 on the handshake frames that go to one peer from one port, and takes the cookies that it sends
 * back.
 */
final class MacStamp {

    /** A cookie is given up a little before the peer forgets it, since its life began before it arrived here. */
    private static final long COOKIE_USE =
            SessionLimits.COOKIE_LIFE - Duration.ofSeconds(5).toNanos();

    private final byte[] mac1Key;
    private final byte[] cookieKey;
    private byte @Nullable [] lastMac1;
    private byte @Nullable [] cookie;
    private long cookieNanos;

    MacStamp(byte[] peerPublicKey) {
        this.mac1Key = MacLabels.mac1Key(peerPublicKey);
        this.cookieKey = MacLabels.cookieKey(peerPublicKey);
    }

    /** Writes both MACs; mac1 stands 32 octets before the end. */
    void stamp(byte[] frame, long nowNanos) {
        int mac1Offset = frame.length - 2 * Blake2s.MAC_OCTETS;
        int mac2Offset = frame.length - Blake2s.MAC_OCTETS;
        byte[] mac1 = Blake2s.mac(mac1Key, frame, mac1Offset);
        System.arraycopy(mac1, 0, frame, mac1Offset, mac1.length);
        lastMac1 = mac1;
        if (cookie != null && nowNanos - cookieNanos < COOKIE_USE) {
            System.arraycopy(Blake2s.mac(cookie, frame, mac2Offset), 0, frame, mac2Offset, Blake2s.MAC_OCTETS);
        }
    }

    /**
     * Takes a cookie reply to the last stamped frame; the cookie serves for the next one. Anything else changes
     * nothing.
     */
    boolean onCookieReply(byte[] reply, long nowNanos) {
        byte[] mac1 = lastMac1;
        if (mac1 == null) {
            return false;
        }
        byte[] nonce = Arrays.copyOfRange(reply, CookieReplyFrame.NONCE, CookieReplyFrame.COOKIE);
        byte[] sealed = Arrays.copyOfRange(reply, CookieReplyFrame.COOKIE, CookieReplyFrame.OCTETS);
        byte[] opened = XChaCha20Poly1305.open(cookieKey, nonce, sealed, mac1);
        if (opened == null) {
            return false;
        }
        cookie = opened;
        cookieNanos = nowNanos;
        lastMac1 = null;
        return true;
    }
}
