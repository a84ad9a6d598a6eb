// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import dev.hanse.net.linux.SocketNumbers;

/**
 * {@code in_pktinfo} and {@code in6_pktinfo} with their header: length (8), level (4), type (4), then interface (4),
 * source for answers (4) and destination (4),
 * or the address (16) and the interface (4). As received, they make the answer leave from the address that was asked.
 */
final class PacketInfo {

    private static final int LEVEL = 1;
    private static final int IPV4_INTERFACE = 2;
    private static final int IPV6_ADDRESS = 2;
    private static final int IPV6_INTERFACE = 4;

    private PacketInfo() {}

    /**
     * Lets the routes choose the interface; link-local addresses (fe80::/10) keep theirs, as they mean nothing
     * without it.
     */
    static void leaveInterfaceOpen(KernelWords controls, int at) {
        if (controls.lower(at + LEVEL) == SocketNumbers.IPPROTO_IP) {
            controls.setLower(at + IPV4_INTERFACE, 0);
        } else if (!isLinkLocal(controls.get(at + IPV6_ADDRESS))) {
            controls.setLower(at + IPV6_INTERFACE, 0);
        }
    }

    private static boolean isLinkLocal(long firstOctets) {
        return (firstOctets & 0xc0ff) == 0x80fe;
    }
}
