// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.keys;

import java.util.Arrays;
import java.util.Base64;

/** An X25519 static public key (RFC 7748), 32 octets. Compared by content. */
public final class TunnelPublicKey {

    /** Length of a key. */
    public static final int OCTETS = 32;

    private final byte[] octets;

    private TunnelPublicKey(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static TunnelPublicKey of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException(
                    "tunnel public key: " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        return new TunnelPublicKey(octets.clone());
    }

    /** A copy of the key. */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TunnelPublicKey key && Arrays.equals(octets, key.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Base64, as {@code wg} prints keys. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(octets);
    }
}
