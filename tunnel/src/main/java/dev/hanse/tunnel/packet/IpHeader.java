// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import dev.hanse.net.octets.Octets;

/** Fields of an IPv4 (RFC 791) or IPv6 (RFC 8200) header. {@code packet} is the offset of its first octet. */
public final class IpHeader {

    /** Protocol number of TCP. */
    public static final int TCP = 6;

    /** Protocol number of UDP. */
    public static final int UDP = 17;

    /** Length of an IPv4 header without options. */
    public static final int V4_OCTETS = 20;

    /** Length of an IPv6 header without extension headers. */
    public static final int V6_OCTETS = 40;

    /** What IPv6 asks of every link (RFC 8200, section 5). */
    public static final int V6_MIN_MTU = 1280;

    private IpHeader() {}

    /**
     * Length of the packet as its header says.
     *
     * @param available octets that are there; more than the packet's length is allowed (padding)
     * @return total octets, or -1 if these octets begin no whole IPv4 or IPv6 packet
     */
    public static int packetLength(byte[] buffer, int packet, int available) {
        if (available < V4_OCTETS) {
            return -1;
        }
        return switch (version(buffer, packet)) {
            case 4 -> lengthV4(buffer, packet, available);
            case 6 -> lengthV6(buffer, packet, available);
            default -> -1;
        };
    }

    private static int lengthV4(byte[] buffer, int packet, int available) {
        int header = headerLengthV4(buffer, packet);
        int total = Octets.uint16(buffer, packet + 2);
        return header >= V4_OCTETS && total >= header && total <= available ? total : -1;
    }

    private static int lengthV6(byte[] buffer, int packet, int available) {
        if (available < V6_OCTETS) {
            return -1;
        }
        int total = V6_OCTETS + Octets.uint16(buffer, packet + 4);
        return total <= available ? total : -1;
    }

    /** First four bits: 4, 6 or something else. */
    public static int version(byte[] buffer, int packet) {
        return Octets.octet(buffer, packet) >>> 4;
    }

    /** Length of an IPv4 header with its options, 0 to 60. */
    public static int headerLengthV4(byte[] buffer, int packet) {
        return (buffer[packet] & 0x0f) * 4;
    }

    /** Length of the IPv4 header with options, or of the fixed IPv6 header. */
    public static int headerLength(byte[] buffer, int packet) {
        return version(buffer, packet) == 4 ? headerLengthV4(buffer, packet) : V6_OCTETS;
    }

    /** Protocol of IPv4; next header of IPv6, which may be an extension header. */
    public static int protocol(byte[] buffer, int packet) {
        return Octets.octet(buffer, packet + (version(buffer, packet) == 4 ? 9 : 6));
    }

    /** What a host may be told where so many octets pass: of IPv6 not less than every link has. */
    public static int mtu(byte[] buffer, int packet, int octets) {
        return version(buffer, packet) == 4 ? octets : Math.max(octets, V6_MIN_MTU);
    }

    /** Whether this IPv4 packet is a fragment of a larger one. */
    public static boolean fragmentV4(byte[] buffer, int packet) {
        return (Octets.uint16(buffer, packet + 6) & 0x3fff) != 0;
    }

    /** Offset of the source address from the packet's first octet. */
    public static int sourceOffset(int version) {
        return version == 4 ? 12 : 8;
    }

    /** Offset of the destination address from the packet's first octet. */
    public static int destinationOffset(int version) {
        return version == 4 ? 16 : 24;
    }
}
