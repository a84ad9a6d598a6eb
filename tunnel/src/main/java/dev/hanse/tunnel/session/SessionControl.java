// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes, renews and ends the sessions of a tunnel endpoint: one per peer and data worker, each with a handshake of its own over that
 * worker's UDP port. Owned by the control event loop; does no I/O. Every event returns what is to be done about it, see {@link
 * SessionAction}. Times are {@link System#nanoTime} values and must not go backwards.
 */
public final class SessionControl {

    /** How often {@link #onTick} is to be called at least, in nanoseconds; timers are as exact as that. */
    public static final long TICK_NANOS = 100_000_000;

    /**
     * Has no peers yet.
     *
     * @param wallClock for the time stamps against replayed initiations (TAI64N)
     * @param random cryptographically strong, for keys and indices
     */
    public SessionControl(
            X25519PrivateKey staticKey,
            SessionSettings settings,
            CipherEngine engine,
            InstantSource wallClock,
            RandomGenerator random) {}

    /**
     * Sets the complete desired set of peers. A peer whose keys are unchanged keeps its sessions; one that is missing loses them. A
     * peer with the public key of another one, with our own, or with an unusable one is left out and logged.
     */
    public List<SessionAction> apply(List<PeerConfig> peers, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /**
     * A datagram that {@link dev.hanse.tunnel.wire.FrameKind} took for a handshake frame has arrived at a worker's port. Never throws on
     * its content.
     *
     * @param frame exactly the datagram; the array is not kept
     */
    public List<SessionAction> onHandshakeFrame(int worker, byte[] frame, InetSocketAddress from, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Runs the timers; call it every {@link #TICK_NANOS} or oftener. */
    public List<SessionAction> onTick(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** A first frame was opened under the keypair ({@link Keypair#takeConfirmation}). */
    public List<SessionAction> onConfirmed(Keypair keypair, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /**
     * A packet is waiting and there is no usable sending keypair. Opens a handshake unless one is under way. Does nothing for an unknown
     * peer or one without an address.
     */
    public List<SessionAction> requestSession(PeerId peer, int worker, long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** The newest snapshot, also handed out by {@link SessionAction.Publish}. */
    public SessionSnapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    /** One status per peer and worker. */
    public List<SessionStatus> statuses(long nowNanos) {
        throw new UnsupportedOperationException();
    }
}
