// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.SymmetricState;
import dev.hanse.tunnel.crypto.Tai64n;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.wire.InitiationFrame;
import dev.hanse.tunnel.wire.ResponseFrame;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One handshake that we open, from the initiation to its response (WireGuard, sections 5.4.2 and 5.4.3; Noise IKpsk2).
 * Every attempt is a new object with a new ephemeral key.
 */
final class InitiatorHandshake {

    private final X25519PrivateKey own;
    private final PeerKeys peer;
    private final X25519PrivateKey ephemeral;
    private final SymmetricState state;
    private final int localIndex;
    private final byte[] frame;

    private InitiatorHandshake(
            X25519PrivateKey own, PeerKeys peer, X25519PrivateKey ephemeral, SymmetricState state, int localIndex) {
        this.own = own;
        this.peer = peer;
        this.ephemeral = ephemeral;
        this.state = state;
        this.localIndex = localIndex;
        this.frame = InitiationFrame.create(state.suite(), localIndex);
    }

    static InitiatorHandshake start(
            X25519PrivateKey own,
            PeerKeys peer,
            CipherSuite suite,
            int localIndex,
            Tai64n timestamp,
            RandomGenerator random) {
        InitiatorHandshake handshake = new InitiatorHandshake(
                own, peer, X25519PrivateKey.generate(random), new SymmetricState(suite), localIndex);
        handshake.writeInitiation(timestamp);
        return handshake;
    }

    /** Tokens {@code e, es, s, ss} and the time stamp as payload. The peer's key is usable, see {@link PeerKeys}. */
    private void writeInitiation(Tai64n timestamp) {
        state.mixHash(peer.publicKey());
        byte[] ephemeralPublic = ephemeral.publicKey();
        state.mixHash(ephemeralPublic);
        state.mixKey(ephemeralPublic);
        put(InitiationFrame.EPHEMERAL, ephemeralPublic);
        mixSecret(ephemeral.agree(peer.publicKey()));
        put(InitiationFrame.STATIC, state.encryptAndHash(own.publicKey()));
        state.mixKey(peer.staticSecret());
        put(InitiationFrame.TIMESTAMP, state.encryptAndHash(timestamp.octets()));
    }

    /** The initiation, its two MACs still zero. */
    byte[] frame() {
        return frame;
    }

    int localIndex() {
        return localIndex;
    }

    CipherSuite suite() {
        return state.suite();
    }

    /**
     * Tokens {@code e, ee, se, psk} and an empty payload. A response that is not from the peer leaves the handshake as
     * it was, so that a forged one cannot end it.
     *
     * @return the keys, or null if the response is not authentic
     */
    @Nullable
    TransportKeys onResponse(byte[] response) {
        byte[] theirs = Arrays.copyOfRange(response, ResponseFrame.EPHEMERAL, ResponseFrame.EMPTY);
        byte[] ee = ephemeral.agree(theirs);
        byte[] se = own.agree(theirs);
        if (ee == null || se == null) {
            return null;
        }
        SymmetricState trial = state.copy();
        trial.mixHash(theirs);
        trial.mixKey(theirs);
        trial.mixKey(ee);
        trial.mixKey(se);
        trial.mixKeyAndHash(peer.presharedKey());
        Arrays.fill(ee, (byte) 0);
        Arrays.fill(se, (byte) 0);
        if (trial.decryptAndHash(Arrays.copyOfRange(response, ResponseFrame.EMPTY, ResponseFrame.MAC1)) == null) {
            trial.erase();
            return null;
        }
        return TransportKeys.split(trial, Role.INITIATOR);
    }

    void erase() {
        state.erase();
        ephemeral.erase();
    }

    private void mixSecret(byte @Nullable [] secret) {
        if (secret == null) {
            throw new IllegalStateException("a public key that was accepted gives no shared secret");
        }
        state.mixKey(secret);
        Arrays.fill(secret, (byte) 0);
    }

    private void put(int offset, byte[] octets) {
        System.arraycopy(octets, 0, frame, offset, octets.length);
    }
}
