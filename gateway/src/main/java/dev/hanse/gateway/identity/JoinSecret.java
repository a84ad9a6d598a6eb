// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.security.MessageDigest;
import java.util.Arrays;

/** The secret of a join token, 32 octets. Never printed. */
public final class JoinSecret {

    /** Length of a secret. */
    public static final int OCTETS = 32;

    private final byte[] octets;

    private JoinSecret(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static JoinSecret of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("secret: " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        return new JoinSecret(octets.clone());
    }

    /** A copy. */
    byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinSecret secret && MessageDigest.isEqual(octets, secret.octets);
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
