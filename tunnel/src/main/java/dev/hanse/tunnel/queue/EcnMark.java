// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import dev.hanse.net.octets.Octets;
import dev.hanse.tunnel.packet.Checksum;
import dev.hanse.tunnel.packet.IpHeader;

/** Congestion Experienced in an IP header (RFC 3168): tells a sender to slow down without losing its packet. */
final class EcnMark {

    private static final int CE = 0b11;

    /** The two bits inside the first 16 of a header: at the end of IPv4's type of service, in the midst of IPv6's traffic class. */
    private static final int SHIFT_V4 = 0;

    private static final int SHIFT_V6 = 4;

    private EcnMark() {}

    /**
     * Marks a packet.
     *
     * @param packet offset of the IP header
     * @param length octets that are there
     * @return whether it is marked now; false: its sender does not know ECN, or it is no IP packet
     */
    static boolean mark(byte[] buffer, int packet, int length) {
        if (IpHeader.packetLength(buffer, packet, length) < 0) {
            return false;
        }
        boolean v4 = IpHeader.version(buffer, packet) == 4;
        int shift = v4 ? SHIFT_V4 : SHIFT_V6;
        int word = Octets.uint16(buffer, packet);
        if ((word >>> shift & CE) == 0) {
            return false;
        }
        int marked = word | CE << shift;
        Octets.putInt16(buffer, packet, marked);
        if (v4) {
            adjustChecksum(buffer, packet, word, marked);
        }
        return true;
    }

    /** RFC 1624, equation 3. */
    private static void adjustChecksum(byte[] buffer, int packet, int before, int after) {
        int field = packet + 10;
        int checksum = Octets.uint16(buffer, field);
        long sum = (long) (~checksum & 0xffff) + (~before & 0xffff) + after;
        Octets.putInt16(buffer, field, ~Checksum.fold(sum));
    }
}
