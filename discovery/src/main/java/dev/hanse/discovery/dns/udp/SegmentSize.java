// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** {@code UDP_SEGMENT} with its header (udp(7)): length (8), level (4), type (4), then octets of a datagram (2), filled up. */
final class SegmentSize {

    static final int OCTETS = 24;

    private static final int DATA = 16;

    private SegmentSize() {}

    static void write(MemorySegment control, long at, int octets) {
        control.set(JAVA_LONG, at, DATA + Short.BYTES);
        control.set(JAVA_INT, at + 8, Libc.IPPROTO_UDP);
        control.set(JAVA_INT, at + 12, Libc.UDP_SEGMENT);
        control.set(JAVA_SHORT, at + DATA, (short) octets);
    }
}
