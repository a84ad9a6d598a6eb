// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hanse.tunnel.crypto.Blake2s;

/** Keys of the two MACs, from a static public key (WireGuard, sections 5.4.4 and 5.4.7). */
final class MacLabels {

    private static final byte[] MAC1 = "mac1----".getBytes(US_ASCII);
    private static final byte[] COOKIE = "cookie--".getBytes(US_ASCII);

    private MacLabels() {}

    static byte[] mac1Key(byte[] publicKey) {
        return Blake2s.hash(MAC1, publicKey);
    }

    static byte[] cookieKey(byte[] publicKey) {
        return Blake2s.hash(COOKIE, publicKey);
    }
}
