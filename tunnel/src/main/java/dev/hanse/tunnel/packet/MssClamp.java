// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import dev.hanse.net.octets.Octets;

/**
 * Lowers the largest segment that a TCP end announces (RFC 9293, section 3.7.1), so that connections do not depend on ICMP. Only the first packet of each direction has that option; of all
 * others three octets are looked at. Allocates nothing. Stateless.
 */
public final class MssClamp {

    private static final int MSS_OCTETS = 4;
    private static final int CHECKSUM = 16;

    private MssClamp() {}

    /**
     * Lowers it where segments of that size would make packets longer than {@code largest}; a smaller one, a packet without the option, and one whose options are signed, stay as they are.
     *
     * @param length octets of the packet; its IP header has been checked to say the same
     * @param partial whether its checksum field holds the sum of the pseudo-header only
     */
    public static void apply(byte[] buffer, int packet, int length, int largest, boolean partial) {
        if (IpHeader.protocol(buffer, packet) == IpHeader.TCP) {
            int tcp = packet + IpHeader.headerLength(buffer, packet);
            int end = packet + length;
            if (tcp + TcpHeader.OCTETS <= end && (TcpHeader.flags(buffer, tcp) & TcpHeader.SYN) != 0) {
                onSyn(buffer, packet, tcp, end, largest, partial);
            }
        }
    }

    private static void onSyn(byte[] buffer, int packet, int tcp, int end, int largest, boolean partial) {
        boolean v4 = IpHeader.version(buffer, packet) == 4;
        int at = v4 && IpHeader.fragmentV4(buffer, packet) ? -1 : value(buffer, tcp, end);
        // Of headers without options, whatever they will have (RFC 6691).
        int most = largest - (v4 ? IpHeader.V4_OCTETS : IpHeader.V6_OCTETS) - TcpHeader.OCTETS;
        if (at >= 0 && Octets.uint16(buffer, at) > most) {
            put(buffer, tcp, at, most, partial);
        }
    }

    /** Where the value lies; -1: there is none that may be another one. */
    private static int value(byte[] buffer, int tcp, int end) {
        int at = TcpOptions.find(buffer, tcp, end, TcpOptions.MSS);
        boolean usual = at >= 0 && Octets.octet(buffer, at + 1) == MSS_OCTETS;
        return usual && TcpOptions.find(buffer, tcp, end, TcpOptions.AUTHENTICATION) < 0 ? at + 2 : -1;
    }

    private static void put(byte[] buffer, int tcp, int at, int value, boolean partial) {
        int before = Octets.uint16(buffer, at);
        Octets.putInt16(buffer, at, value);
        if (!partial) {
            boolean odd = (at - tcp & 1) != 0;
            replaced(buffer, tcp + CHECKSUM, odd ? swapped(before) : before, odd ? swapped(value) : value);
        }
    }

    /** A word of what the checksum covers is another one (RFC 1624, equation 3). */
    private static void replaced(byte[] buffer, int field, int before, int after) {
        int sum = (~Octets.uint16(buffer, field) & 0xffff) + (~before & 0xffff) + after;
        Octets.putInt16(buffer, field, ~Checksum.fold(sum));
    }

    private static int swapped(int word) {
        return (word & 0xff) << 8 | word >>> 8;
    }
}
