// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.keys;

/** A pre-shared key for one pair of gateways, 32 octets (the psk of Noise IKpsk2). Never printed; compared in constant time. */
public final class PresharedKey extends KeyOctets {

    private PresharedKey(byte[] octets) {
        super("pre-shared key", octets);
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static PresharedKey of(byte[] octets) {
        return new PresharedKey(octets);
    }
}
