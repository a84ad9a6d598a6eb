// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.wire.InitiationFrame;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake frame must pass before any Diffie-Hellman is spent on it: mac1, and under load mac2 and the source's
 * rate.
 */
final class HandshakeGate {

    private final MacCheck macs;
    private final HandshakeLimiter limiter = new HandshakeLimiter();

    HandshakeGate(byte[] ownPublicKey, RandomGenerator random) {
        this.macs = new MacCheck(ownPublicKey, random);
    }

    /** Null: go on. {@link HandshakeDrop#COOKIE} has put a cookie reply into {@code out}. */
    @Nullable
    HandshakeDrop check(int worker, byte[] frame, InetSocketAddress from, long nowNanos, Outbox out) {
        if (!macs.mac1Valid(frame)) {
            return HandshakeDrop.MAC1;
        }
        if (!limiter.underLoad(nowNanos)) {
            return limiter.admit() ? null : HandshakeDrop.RATE;
        }
        if (!macs.mac2Valid(frame, from, nowNanos)) {
            // Initiation and response have their sender index at the same place.
            byte[] reply = macs.cookieReply(frame, InitiationFrame.senderIndex(frame), from, nowNanos);
            out.add(new SessionAction.Send(worker, from, reply));
            return HandshakeDrop.COOKIE;
        }
        return limiter.admit(from.getAddress(), nowNanos) ? null : HandshakeDrop.RATE;
    }
}
