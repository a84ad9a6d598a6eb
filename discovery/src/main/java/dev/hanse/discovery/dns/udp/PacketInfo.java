// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * {@code in_pktinfo} and {@code in6_pktinfo} with their header: length (8), level (4), type (4), then interface (4),
 * source for answers (4) and destination (4),
 * or the address (16) and the interface (4). As received, they make the answer leave from the address that was asked.
 */
final class PacketInfo {

    private static final int LEVEL = 8;
    private static final int IPV4_INTERFACE = 16;
    private static final int IPV6_ADDRESS = 16;
    private static final int IPV6_INTERFACE = 32;

    private PacketInfo() {}

    /**
     * Lets the routes choose the interface; link-local addresses (fe80::/10) keep theirs, as they mean nothing
     * without it.
     */
    static void leaveInterfaceOpen(MemorySegment control, long at) {
        if (control.get(JAVA_INT, at + LEVEL) == Libc.IPPROTO_IP) {
            control.set(JAVA_INT, at + IPV4_INTERFACE, 0);
        } else if (!isLinkLocal(control, at + IPV6_ADDRESS)) {
            control.set(JAVA_INT, at + IPV6_INTERFACE, 0);
        }
    }

    /** Whether both name one address and one interface. */
    static boolean same(MemorySegment controls, long one, long other) {
        long octets = controls.get(JAVA_LONG, one);
        return MemorySegment.mismatch(controls, one, one + octets, controls, other, other + octets) < 0;
    }

    private static boolean isLinkLocal(MemorySegment control, long at) {
        return control.get(JAVA_BYTE, at) == (byte) 0xfe && (control.get(JAVA_BYTE, at + 1) & 0xc0) == 0x80;
    }
}
