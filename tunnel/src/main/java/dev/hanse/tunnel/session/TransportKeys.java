// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.SymmetricState;
import java.util.Arrays;

/**
 * The two keys that a handshake ends with, seen from our side.
 *
 * @param sending 32 octets
 * @param receiving 32 octets
 */
record TransportKeys(byte[] sending, byte[] receiving) {

    /** Splits the state and erases it. */
    static TransportKeys split(SymmetricState state, Role role) {
        byte[][] keys = state.split();
        state.erase();
        return switch (role) {
            case INITIATOR -> new TransportKeys(keys[0], keys[1]);
            case RESPONDER -> new TransportKeys(keys[1], keys[0]);
        };
    }

    /** Hands the keys to the engine and erases them here. */
    Keypair toKeypair(KeypairId id, PeerActivity activity, CipherEngine engine, long nowNanos) {
        Keypair keypair = new Keypair(
                id, activity, engine.create(id.suite(), sending), engine.create(id.suite(), receiving), nowNanos);
        Arrays.fill(sending, (byte) 0);
        Arrays.fill(receiving, (byte) 0);
        return keypair;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
