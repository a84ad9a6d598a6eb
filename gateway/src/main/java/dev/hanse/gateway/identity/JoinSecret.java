// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.net.keys.KeyOctets;

/** The secret of a join token, 32 octets. Never printed. */
public final class JoinSecret extends KeyOctets {

    private JoinSecret(byte[] octets) {
        super("secret", octets);
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static JoinSecret of(byte[] octets) {
        return new JoinSecret(octets);
    }
}
