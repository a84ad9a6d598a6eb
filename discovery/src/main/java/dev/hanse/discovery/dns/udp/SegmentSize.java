// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import dev.hanse.net.linux.SocketNumbers;

/** {@code UDP_SEGMENT} with its header (udp(7)): length (8), level (4), type (4), then octets of a datagram (2), filled up. */
final class SegmentSize {

    static final int OCTETS = 24;

    private static final int HEADER_OCTETS = 16;

    private SegmentSize() {}

    static void write(KernelWords controls, int at, int octets) {
        controls.set(at, HEADER_OCTETS + Short.BYTES);
        controls.set(at + 1, (long) SocketNumbers.UDP_SEGMENT << 32 | SocketNumbers.IPPROTO_UDP);
        controls.set(at + 2, octets);
    }
}
