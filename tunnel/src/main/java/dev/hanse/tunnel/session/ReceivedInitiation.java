// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.SymmetricState;
import dev.hanse.tunnel.crypto.Tai64n;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.wire.InitiationFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The responder's side of a handshake. First {@link #open} reads who calls; then {@link #authenticate} proves it with
 * that peer's keys; then {@link ResponderHandshake} answers.
 */
final class ReceivedInitiation {

    private final byte[] frame;
    private final SymmetricState state;
    private final TunnelPublicKey caller;

    private ReceivedInitiation(byte[] frame, SymmetricState state, TunnelPublicKey caller) {
        this.frame = frame;
        this.state = state;
        this.caller = caller;
    }

    /** Tokens {@code e, es, s}; null if the static key does not open. */
    static @Nullable ReceivedInitiation open(X25519PrivateKey own, CipherSuite suite, byte[] frame) {
        byte[] ephemeral = ephemeral(frame);
        byte[] secret = own.agree(ephemeral);
        if (secret == null) {
            return null;
        }
        SymmetricState state = new SymmetricState(suite);
        state.mixHash(own.publicKey());
        state.mixHash(ephemeral);
        state.mixKey(ephemeral);
        state.mixKey(secret);
        Arrays.fill(secret, (byte) 0);
        byte[] caller =
                state.decryptAndHash(Arrays.copyOfRange(frame, InitiationFrame.STATIC, InitiationFrame.TIMESTAMP));
        return caller == null ? null : new ReceivedInitiation(frame, state, TunnelPublicKey.of(caller));
    }

    /** Who says to call; not proven before {@link #authenticate}. */
    TunnelPublicKey caller() {
        return caller;
    }

    /** Token {@code ss} and the payload; null if the caller is not that peer. */
    @Nullable
    Tai64n authenticate(PeerKeys peer) {
        state.mixKey(peer.staticSecret());
        byte[] timestamp =
                state.decryptAndHash(Arrays.copyOfRange(frame, InitiationFrame.TIMESTAMP, InitiationFrame.MAC1));
        return timestamp == null ? null : Tai64n.decode(timestamp);
    }

    CipherSuite suite() {
        return state.suite();
    }

    SymmetricState state() {
        return state;
    }

    byte[] ephemeral() {
        return ephemeral(frame);
    }

    int senderIndex() {
        return InitiationFrame.senderIndex(frame);
    }

    void erase() {
        state.erase();
    }

    private static byte[] ephemeral(byte[] frame) {
        return Arrays.copyOfRange(frame, InitiationFrame.EPHEMERAL, InitiationFrame.STATIC);
    }
}
