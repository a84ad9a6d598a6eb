// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.SymmetricState;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.wire.ResponseFrame;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an authenticated initiation (tokens {@code e, ee, se, psk}), and the keys that follow from it.
 *
 * @param frame the response, its two MACs still zero
 * @param keys seen from the responder
 */
record ResponderHandshake(byte[] frame, TransportKeys keys) {

    /** Null if the initiator's keys give no shared secret. Uses up the initiation's state. */
    static @Nullable ResponderHandshake answer(
            ReceivedInitiation initiation, PeerKeys peer, int localIndex, RandomGenerator random) {
        X25519PrivateKey ephemeral = X25519PrivateKey.generate(random);
        byte[] ee = ephemeral.agree(initiation.ephemeral());
        byte[] se = ephemeral.agree(peer.publicKey());
        ephemeral.erase();
        if (ee == null || se == null) {
            return null;
        }
        SymmetricState state = initiation.state();
        byte[] frame = ResponseFrame.create(state.suite(), localIndex, initiation.senderIndex());
        byte[] ephemeralPublic = ephemeral.publicKey();
        System.arraycopy(ephemeralPublic, 0, frame, ResponseFrame.EPHEMERAL, ephemeralPublic.length);
        state.mixHash(ephemeralPublic);
        state.mixKey(ephemeralPublic);
        state.mixKey(ee);
        state.mixKey(se);
        state.mixKeyAndHash(peer.presharedKey());
        Arrays.fill(ee, (byte) 0);
        Arrays.fill(se, (byte) 0);
        byte[] tag = state.encryptAndHash(new byte[0]);
        System.arraycopy(tag, 0, frame, ResponseFrame.EMPTY, tag.length);
        return new ResponderHandshake(frame, TransportKeys.split(state, Role.RESPONDER));
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
