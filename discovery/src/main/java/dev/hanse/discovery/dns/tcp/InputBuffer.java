// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

/** Where the octets of one read are looked at. Shared by the connections of one event loop. */
final class InputBuffer {

    /** Enough for what one read usually brings. */
    private static final int FIRST_OCTETS = 1 << 16;

    private byte[] octets = new byte[FIRST_OCTETS];

    /** An array of at least this length; what was in it is gone. */
    byte[] room(int length) {
        if (length > octets.length) {
            octets = new byte[Math.max(length, 2 * octets.length)];
        }
        return octets;
    }
}
