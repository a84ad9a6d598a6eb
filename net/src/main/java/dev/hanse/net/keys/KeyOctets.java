// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.keys;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A key, or another secret, of 32 octets: what the kinds of them have in common. Equal only to its own kind, compared in constant time, and not printed unless a
 * kind that is public says so.
 */
public abstract class KeyOctets {

    /** Length of a key. */
    public static final int OCTETS = 32;

    private final byte[] octets;

    /**
     * Copies 32 octets.
     *
     * @param name what a refusal calls the key
     * @throws IllegalArgumentException on another length
     */
    protected KeyOctets(String name, byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException(name + ": " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        this.octets = octets.clone();
    }

    /** A copy; of a secret, the caller erases it. */
    public final byte[] octets() {
        return octets.clone();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof KeyOctets key
                && key.getClass() == getClass()
                && MessageDigest.isEqual(octets, key.octets);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
