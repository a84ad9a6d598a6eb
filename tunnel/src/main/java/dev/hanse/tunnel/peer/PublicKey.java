// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.peer;

import java.util.Arrays;
import java.util.Base64;

/** An X25519 static public key (RFC 7748), 32 octets. Compared by content. */
public final class PublicKey {

    /** Length of a key. */
    public static final int OCTETS = 32;

    private final byte[] octets;

    private PublicKey(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static PublicKey of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException(
                    "tunnel public key: " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        return new PublicKey(octets.clone());
    }

    /** A copy of the key. */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && Arrays.equals(octets, key.octets);
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
