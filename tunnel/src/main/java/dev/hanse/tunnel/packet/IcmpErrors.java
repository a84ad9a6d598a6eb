// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import dev.hanse.net.octets.Octets;
import java.util.Arrays;

/**
 * The answer to a packet that no path takes for its length: ICMP "fragmentation needed" (RFC 792, RFC 1191) or ICMPv6 "packet too big" (RFC 4443, section 3.2); or that nobody can take now: "host unreachable" or
 * "address unreachable".
 *
 * <p>Its source is the address that the packet was sent to. The host's own would be right for a router, but the kernel takes no packet from a device whose source is the host itself; this one lies
 * behind the device, which filters of the reverse path ask for, and who gets it goes by the packet that it quotes. Stateless.
 */
public final class IcmpErrors {

    /** Longest answer: what IPv6 asks of every link. */
    public static final int MAX_OCTETS = 1280;

    /** Longest answer over IPv4 (RFC 1812, section 4.3.2.3). */
    private static final int MAX_V4_OCTETS = 576;

    private static final int ICMP_OCTETS = 8;
    private static final int ICMP = 1;
    private static final int ICMP_V6 = 58;
    private static final int UNREACHABLE = 3;
    private static final int UNREACHABLE_V6 = 1;
    private static final int PACKET_TOO_BIG = 2;
    private static final int CODE_FRAGMENTATION_NEEDED = 4;
    private static final int CODE_HOST = 1;
    private static final int CODE_ADDRESS_V6 = 3;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int OFFSET = 0x1fff;
    private static final int TTL = 64;

    private IcmpErrors() {}

    /** Whether nobody on the way may cut it: IPv6, or IPv4 with "don't fragment". */
    public static boolean mustStayWhole(byte[] buffer, int packet) {
        return IpHeader.version(buffer, packet) != 4 || (Octets.uint16(buffer, packet + 6) & DONT_FRAGMENT) != 0;
    }

    /**
     * Writes the answer.
     *
     * @param buffer has the packet
     * @param length its octets
     * @param mtu the longest that would pass
     * @param answer takes the answer, at its start; {@link #MAX_OCTETS} long
     * @return octets of the answer; 0: there must be none (RFC 1122, section 3.2.2, and RFC 4443, section 2.4)
     */
    public static int tooBig(byte[] buffer, int packet, int length, int mtu, byte[] answer) {
        return IpHeader.version(buffer, packet) == 4
                ? v4(buffer, packet, length, CODE_FRAGMENTATION_NEEDED, mtu, answer)
                : v6(buffer, packet, length, PACKET_TOO_BIG, 0, mtu, answer);
    }

    /** The same to a packet whose destination nobody reaches now. */
    public static int unreachable(byte[] buffer, int packet, int length, byte[] answer) {
        return IpHeader.version(buffer, packet) == 4
                ? v4(buffer, packet, length, CODE_HOST, 0, answer)
                : v6(buffer, packet, length, UNREACHABLE_V6, CODE_ADDRESS_V6, 0, answer);
    }

    /** Errors are not answered by errors, nor is what goes to many. */
    private static boolean mayAnswerV4(byte[] buffer, int packet, int length) {
        int icmp = packet + IpHeader.headerLengthV4(buffer, packet);
        boolean toMany = Octets.octet(buffer, packet + 16) >= 224;
        boolean query = IpHeader.protocol(buffer, packet) != ICMP
                || (icmp < packet + length && (buffer[icmp] == 0 || buffer[icmp] == 8));
        return !toMany && query && (Octets.uint16(buffer, packet + 6) & OFFSET) == 0;
    }

    private static boolean mayAnswerV6(byte[] buffer, int packet, int length) {
        int icmp = packet + IpHeader.V6_OCTETS;
        return IpHeader.protocol(buffer, packet) != ICMP_V6 || (icmp < packet + length && buffer[icmp] < 0);
    }

    private static int v4(byte[] buffer, int packet, int length, int code, int mtu, byte[] answer) {
        if (!mayAnswerV4(buffer, packet, length)) {
            return 0;
        }
        int icmp = begun(answer, IpHeader.V4_OCTETS);
        int octets = quote(buffer, packet, length, answer, icmp, MAX_V4_OCTETS);
        answer[0] = 0x45;
        Octets.putInt16(answer, 2, octets);
        answer[8] = TTL;
        answer[9] = ICMP;
        System.arraycopy(buffer, packet + 16, answer, 12, 4);
        System.arraycopy(buffer, packet + 12, answer, 16, 4);
        Checksum.putIpv4Header(answer, 0);
        answer[icmp] = UNREACHABLE;
        answer[icmp + 1] = (byte) code;
        Octets.putInt16(answer, icmp + 6, mtu);
        Octets.putInt16(answer, icmp + 2, ~Checksum.fold(Checksum.sum(answer, icmp, octets - icmp)));
        return octets;
    }

    private static int v6(byte[] buffer, int packet, int length, int type, int code, int mtu, byte[] answer) {
        if (!mayAnswerV6(buffer, packet, length)) {
            return 0;
        }
        int icmp = begun(answer, IpHeader.V6_OCTETS);
        int octets = quote(buffer, packet, length, answer, icmp, MAX_OCTETS);
        answer[0] = 0x60;
        Octets.putInt16(answer, 4, octets - icmp);
        answer[6] = ICMP_V6;
        answer[7] = TTL;
        System.arraycopy(buffer, packet + 24, answer, 8, 16);
        System.arraycopy(buffer, packet + 8, answer, 24, 16);
        answer[icmp] = (byte) type;
        answer[icmp + 1] = (byte) code;
        Octets.putInt32(answer, icmp + 4, mtu);
        long sum = Checksum.pseudoHeader(answer, 0, ICMP_V6, octets - icmp) + Checksum.sum(answer, icmp, octets - icmp);
        Octets.putInt16(answer, icmp + 2, ~Checksum.fold(sum));
        return octets;
    }

    /** Where the header of ICMP begins. */
    private static int begun(byte[] answer, int ipHeader) {
        Arrays.fill(answer, 0, ipHeader + ICMP_OCTETS, (byte) 0);
        return ipHeader;
    }

    /** As much of the packet as there is room for; how long the answer is. */
    private static int quote(byte[] buffer, int packet, int length, byte[] answer, int icmp, int most) {
        int at = icmp + ICMP_OCTETS;
        int quoted = Math.min(length, most - at);
        System.arraycopy(buffer, packet, answer, at, quoted);
        return at + quoted;
    }
}
