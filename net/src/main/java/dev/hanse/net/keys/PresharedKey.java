// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.keys;

import java.security.MessageDigest;
import java.util.Arrays;

/** A pre-shared key for one pair of gateways, 32 octets (the psk of Noise IKpsk2). Never printed; compared in constant time. */
public final class PresharedKey {

    /** Length of a key. */
    public static final int OCTETS = 32;

    private final byte[] octets;

    private PresharedKey(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static PresharedKey of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException(
                    "pre-shared key: " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        return new PresharedKey(octets.clone());
    }

    /** A copy of the key; the caller erases it. */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PresharedKey key && MessageDigest.isEqual(octets, key.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
