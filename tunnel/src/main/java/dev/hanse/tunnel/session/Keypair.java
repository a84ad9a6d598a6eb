// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.PacketCipher;
import dev.hanse.tunnel.crypto.ReplayWindow;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.wire.TransportFrame;

/**
 * The two keys that one handshake made, with their counters and limits. Sealing, opening and erasing belong to the data
 * worker that the keypair is bound to; the rest may be read by any thread. Nothing here allocates by itself, blocks,
 * or throws on what a peer sends.
 */
public final class Keypair {

    /** {@link #seal} and {@link #open}: too old or used too often; a new session is needed. */
    public static final int EXPIRED = -1;

    /** {@link #open}: too short, wrong type, unknown flag or a length that is not the frame's. */
    public static final int MALFORMED = -2;

    /** {@link #open}: its counter was seen or lies below the window. */
    public static final int REPLAYED = -3;

    /** {@link #open}: the tag is wrong. */
    public static final int FORGED = -4;

    private static final int NEXT_COUNTER = 0;

    private final KeypairId id;
    private final PeerActivity activity;
    private final long createdNanos;
    private final PacketCipher sealing;
    private final PacketCipher opening;
    private final ReplayWindow replayWindow = new ReplayWindow();
    private final WorkerCells cells = new WorkerCells(1);
    private boolean unconfirmed;
    private boolean erased;

    Keypair(KeypairId id, PeerActivity activity, PacketCipher sealing, PacketCipher opening, long createdNanos) {
        this.id = id;
        this.activity = activity;
        this.createdNanos = createdNanos;
        this.sealing = sealing;
        this.opening = opening;
        this.unconfirmed = id.role() == Role.RESPONDER;
    }

    /**
     * Worker: seals one packet into a transport frame.
     *
     * @param flags bits of {@link TransportFrame#FLAGS}; must be zero under ChaCha20-Poly1305
     * @param src the packet, {@code length} octets at {@code srcOffset}; zero octets make a keepalive
     * @param dst receives {@code length + 32} octets at {@code dstOffset}; in place if {@code src} is the same array
     *     and {@code srcOffset} is {@code dstOffset + 16}, otherwise the ranges must not overlap
     * @return length of the frame, or {@link #EXPIRED}
     * @throws IndexOutOfBoundsException if a range lies outside its array
     */
    public int seal(int flags, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset, long nowNanos) {
        long counter = cells.own(NEXT_COUNTER);
        if (erased || Long.compareUnsigned(counter, SessionLimits.REJECT_AFTER_MESSAGES) >= 0 || tooOld(nowNanos)) {
            return EXPIRED;
        }
        cells.write(NEXT_COUNTER, counter + 1);
        int frameOctets = TransportFrame.MIN_OCTETS + length;
        int word = TransportFrame.word(id.suite(), flags, frameOctets);
        int sealedOffset = dstOffset + TransportFrame.HEADER_OCTETS;
        sealing.seal(binding(word), counter, src, srcOffset, length, dst, sealedOffset);
        TransportFrame.encode(dst, dstOffset, word, id.remoteIndex(), counter);
        return frameOctets;
    }

    /**
     * Worker: opens one transport frame. Checks in this order: form, age, replay, tag; only then the replay window
     * moves.
     *
     * @param frame holds {@code length} octets at {@code offset}
     * @param dst receives {@code length - 32} octets at {@code dstOffset}; in place if it is the same array and
     *     {@code dstOffset} is {@code offset + 16}, otherwise the ranges must not overlap
     * @return length of the packet, zero for a keepalive; or {@link #MALFORMED}, {@link #EXPIRED}, {@link #REPLAYED},
     *     {@link #FORGED}
     * @throws IndexOutOfBoundsException if a range lies outside its array
     */
    public int open(byte[] frame, int offset, int length, byte[] dst, int dstOffset, long nowNanos) {
        if (!wellFormed(frame, offset, length)) {
            return MALFORMED;
        }
        long counter = TransportFrame.counter(frame, offset);
        if (erased || tooOld(nowNanos) || Long.compareUnsigned(counter, SessionLimits.REJECT_AFTER_MESSAGES) >= 0) {
            return EXPIRED;
        }
        if (!replayWindow.acceptable(counter)) {
            return REPLAYED;
        }
        int binding = binding(TransportFrame.word(frame, offset));
        int sealed = length - TransportFrame.HEADER_OCTETS;
        if (!opening.open(binding, counter, frame, offset + TransportFrame.HEADER_OCTETS, sealed, dst, dstOffset)) {
            return FORGED;
        }
        replayWindow.accept(counter);
        return sealed - TransportFrame.TAG_OCTETS;
    }

    /**
     * Worker: whether a frame with this counter could still be opened, so that pieces of a long one are worth
     * keeping. Changes nothing.
     */
    public boolean awaits(long counter, long nowNanos) {
        return id.suite() == CipherSuite.AES_256_GCM
                && !erased
                && !tooOld(nowNanos)
                && replayWindow.acceptable(counter);
    }

    /**
     * Worker, after a successful {@link #open}: true exactly once for a keypair in role {@link Role#RESPONDER}. The
     * caller then tells {@link SessionControl#onConfirmed}, so that the keypair may be used for sending.
     */
    public boolean takeConfirmation() {
        boolean first = unconfirmed;
        unconfirmed = false;
        return first;
    }

    /** Worker: erases both keys; idempotent. From now on nothing can be sealed or opened. */
    public void erase() {
        erased = true;
        sealing.close();
        opening.close();
    }

    /** The peer at the other end. */
    public PeerId peer() {
        return id.peer();
    }

    /** The data worker that owns the keypair. */
    public int worker() {
        return id.worker();
    }

    /** Who opened the handshake. */
    public Role role() {
        return id.role();
    }

    /** The AEAD of both keys. */
    public CipherSuite suite() {
        return id.suite();
    }

    /** Receiver index of frames that come in under this keypair. */
    public int localIndex() {
        return id.localIndex();
    }

    /** Receiver index of frames that go out under it. */
    public int remoteIndex() {
        return id.remoteIndex();
    }

    /** When the handshake ended, in {@link System#nanoTime} terms. */
    public long createdNanos() {
        return createdNanos;
    }

    /** Where the owner reports what went through. */
    public PeerActivity activity() {
        return activity;
    }

    /** Frames sealed so far; unsigned. Any thread, may be a moment old. */
    public long sealedFrames() {
        return cells.read(NEXT_COUNTER);
    }

    /** Whether nothing may be sealed or opened any more because of age. */
    public boolean tooOld(long nowNanos) {
        return nowNanos - createdNanos >= SessionLimits.REJECT_AFTER_TIME;
    }

    private boolean wellFormed(byte[] frame, int offset, int length) {
        if (length < TransportFrame.MIN_OCTETS || length > TransportFrame.MAX_OCTETS) {
            return false;
        }
        int flags = TransportFrame.flags(frame, offset);
        return TransportFrame.isPossible(flags)
                && TransportFrame.word(frame, offset) == TransportFrame.word(id.suite(), flags, length);
    }

    /** WireGuard's nonce starts with four zero octets, ours with the first word of the header. */
    private int binding(int word) {
        return id.suite() == CipherSuite.AES_256_GCM ? word : 0;
    }
}
