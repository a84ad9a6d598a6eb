// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import java.security.MessageDigest;
import java.util.Arrays;

/** The WireGuard pre-shared key of a pair of gateways, 32 octets. Never printed; compared in constant time. */
public final class PairKey {

    private static final int OCTETS = 32;

    private final byte[] octets;

    private PairKey(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static PairKey of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("pair key: " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        return new PairKey(octets.clone());
    }

    /** A copy of the key. */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PairKey key && MessageDigest.isEqual(octets, key.octets);
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
