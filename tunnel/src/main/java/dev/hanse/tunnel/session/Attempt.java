// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import org.jspecify.annotations.Nullable;

/** Our try to get a handshake answered, over all its initiations. Owned by its {@link Session}. */
final class Attempt {

    private final long startedNanos;
    private long nextTryNanos;
    private int tries;
    private @Nullable InitiatorHandshake handshake;

    /** The first initiation may go out at {@code firstTryNanos}. */
    Attempt(long startedNanos, long firstTryNanos) {
        this.startedNanos = startedNanos;
        this.nextTryNanos = firstTryNanos;
    }

    boolean due(long nowNanos) {
        return nowNanos - nextTryNanos >= 0;
    }

    boolean exhausted(long nowNanos) {
        return nowNanos - startedNanos >= SessionLimits.REKEY_ATTEMPT_TIME;
    }

    /** Whether something at that time, or {@link PeerActivity#NEVER}, came after it was begun. */
    boolean beganBefore(long nanos) {
        return nanos != PeerActivity.NEVER && nanos - startedNanos > 0;
    }

    int tries() {
        return tries;
    }

    @Nullable
    InitiatorHandshake handshake() {
        return handshake;
    }

    /** An initiation went out; the one before it no longer counts. */
    void sent(InitiatorHandshake newHandshake, long nextNanos) {
        erase();
        handshake = newHandshake;
        nextTryNanos = nextNanos;
        tries++;
    }

    /** The peer has other addresses: it is called at the first of them as soon as it may. */
    void restart(long earliestNanos) {
        nextTryNanos = nextTryNanos - earliestNanos < 0 ? nextTryNanos : earliestNanos;
        tries = 0;
    }

    void erase() {
        if (handshake != null) {
            handshake.erase();
            handshake = null;
        }
    }
}
