// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.net.keys.PresharedKey;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake needs of one peer.
 *
 * @param publicKey its static public key
 * @param staticSecret Diffie-Hellman of both static keys, computed once
 * @param presharedKey 32 octets, all zero without one
 */
record PeerKeys(byte[] publicKey, byte[] staticSecret, byte[] presharedKey) {

    /** Null if the public key is of small order, that is unusable. */
    static @Nullable PeerKeys of(X25519PrivateKey own, PeerConfig peer) {
        byte[] publicKey = peer.publicKey().octets();
        byte[] secret = own.agree(publicKey);
        return secret == null ? null : new PeerKeys(publicKey, secret, octets(peer.presharedKey()));
    }

    void erase() {
        Arrays.fill(staticSecret, (byte) 0);
        Arrays.fill(presharedKey, (byte) 0);
    }

    @Override
    public String toString() {
        return "(secret)";
    }

    private static byte[] octets(Optional<PresharedKey> key) {
        return key.map(PresharedKey::octets).orElseGet(() -> new byte[PresharedKey.OCTETS]);
    }
}
