// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import dev.hanse.net.octets.Octets;

/** The Internet checksum (RFC 1071) and its uses in IPv4, TCP and UDP headers. */
public final class Checksum {

    private Checksum() {}

    /** One's complement sum of a range, not folded; an odd last octet counts as the high half of a word. */
    public static long sum(byte[] buffer, int offset, int length) {
        long total = 0;
        int at = offset;
        int end = offset + length;
        for (; at + 8 <= end; at += 8) {
            long word = Octets.int64(buffer, at);
            total += (word >>> 32) + (word & 0xffff_ffffL);
        }
        for (; at + 2 <= end; at += 2) {
            total += Octets.uint16(buffer, at);
        }
        return at < end ? total + ((long) Octets.octet(buffer, at) << 8) : total;
    }

    /** Folds a sum to 16 bits. */
    public static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
        while (folded >>> 16 != 0) {
            folded = (folded >>> 16) + (folded & 0xffff);
        }
        return (int) folded;
    }

    /** Sum of the pseudo-header (RFC 9293 section 3.1, RFC 8200 section 8.1), not folded. */
    public static long pseudoHeader(byte[] buffer, int packet, int protocol, int payloadLength) {
        int version = IpHeader.version(buffer, packet);
        int addresses = version == 4 ? 8 : 32;
        return sum(buffer, packet + IpHeader.sourceOffset(version), addresses) + protocol + payloadLength;
    }

    /** Writes the folded pseudo-header sum into the checksum field: what {@link VirtioHeader#NEEDS_CHECKSUM} asks for. */
    public static void putPartial(byte[] buffer, int packet, int transport, int protocol, int transportLength) {
        int field = transport + fieldOffset(protocol);
        Octets.putInt16(buffer, field, fold(pseudoHeader(buffer, packet, protocol, transportLength)));
    }

    /** Completes a checksum whose field holds the pseudo-header sum, over {@code [start, end)}. */
    public static void complete(byte[] buffer, int start, int end, int field) {
        int value = ~fold(sum(buffer, start, end - start)) & 0xffff;
        // RFC 768: an all-zero checksum means that there is none. TCP takes either form of zero.
        Octets.putInt16(buffer, field, value == 0 ? 0xffff : value);
    }

    /** Recomputes the checksum of an IPv4 header. */
    public static void putIpv4Header(byte[] buffer, int packet) {
        Octets.putInt16(buffer, packet + 10, 0);
        int length = IpHeader.headerLengthV4(buffer, packet);
        Octets.putInt16(buffer, packet + 10, ~fold(sum(buffer, packet, length)));
    }

    /** Offset of the checksum field in a TCP (16) or UDP (6) header. */
    public static int fieldOffset(int protocol) {
        return protocol == IpHeader.TCP ? 16 : 6;
    }
}
