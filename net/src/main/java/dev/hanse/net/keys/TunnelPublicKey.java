// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.keys;

import java.util.Base64;

/** An X25519 static public key (RFC 7748), 32 octets. */
public final class TunnelPublicKey extends KeyOctets {

    private TunnelPublicKey(byte[] octets) {
        super("tunnel public key", octets);
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static TunnelPublicKey of(byte[] octets) {
        return new TunnelPublicKey(octets);
    }

    /** Base64, as {@code wg} prints keys. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(octets());
    }
}
