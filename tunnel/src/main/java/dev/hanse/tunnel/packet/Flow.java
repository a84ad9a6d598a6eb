// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import dev.hanse.net.octets.Octets;
import java.util.Arrays;

/**
 * The packets that {@link Coalescer} has joined so far: one TCP stream in sequence, or UDP datagrams of one size between two ports. The
 * rules are those of the kernel's receive offload, so that cutting the packet again gives the packets that came. One thread.
 */
final class Flow {

    /** Longest header that can be joined: IPv6 and TCP with all options. */
    static final int MAX_HEADER = IpHeader.V6_OCTETS + 60;

    /** The kernel takes no more UDP datagrams in one piece (UDP_MAX_SEGMENTS of older kernels). */
    private static final int MAX_UDP_SEGMENTS = 64;

    private static final int MAX_PACKET = 65_535;
    private static final int UDP_OCTETS = 8;
    private static final int DONT_FRAGMENT = 0x4000;

    private final byte[] header = new byte[MAX_HEADER];
    private final int start;
    private int version;
    private int protocol;
    private int networkLength;
    private int headerLength;
    private int segmentSize;
    private int segments;
    private boolean sliced;
    private int end;
    private boolean pushed;
    private boolean closed;

    /**
     * Makes one.
     *
     * @param start where the joined packet lies in its buffer
     */
    Flow(int start) {
        this.start = start;
    }

    /**
     * Begins with a packet that has a partial TCP or UDP checksum straight behind its IP header.
     *
     * @param segmentOctets payload octets of each segment that a slice stands for; zero: it is a single packet
     * @return false if this packet must stay alone
     */
    boolean begin(byte[] buffer, int length, int segmentOctets) {
        version = IpHeader.version(buffer, start);
        protocol = IpHeader.protocol(buffer, start);
        networkLength = IpHeader.headerLength(buffer, start);
        end = start + length;
        segments = 1;
        sliced = segmentOctets > 0;
        pushed = false;
        closed = false;
        if (version == 4 && (networkLength != IpHeader.V4_OCTETS || IpHeader.fragmentV4(buffer, start))) {
            return false;
        }
        boolean joinable = protocol == IpHeader.TCP ? beginTcp(buffer, length) : beginUdp(buffer, length);
        if (sliced) {
            segments = (segmentSize + segmentOctets - 1) / segmentOctets;
            segmentSize = segmentOctets;
            closed |= udp() && (length - headerLength) % segmentSize != 0;
        }
        if (joinable) {
            System.arraycopy(buffer, start, header, 0, headerLength);
        }
        return joinable;
    }

    private boolean beginTcp(byte[] buffer, int length) {
        int tcp = start + networkLength;
        headerLength = networkLength + TcpHeader.length(buffer, tcp);
        segmentSize = length - headerLength;
        int flags = TcpHeader.flags(buffer, tcp);
        pushed = (flags & TcpHeader.PSH) != 0;
        closed = pushed;
        return TcpHeader.length(buffer, tcp) >= TcpHeader.OCTETS
                && segmentSize > 0
                && (flags & ~(TcpHeader.PSH | TcpHeader.ECE)) == TcpHeader.ACK;
    }

    private boolean beginUdp(byte[] buffer, int length) {
        headerLength = networkLength + UDP_OCTETS;
        segmentSize = length - headerLength;
        return segmentSize > 0 && Octets.uint16(buffer, start + networkLength + 4) == length - networkLength;
    }

    /** Whether a plaintext of this length (padding of up to 15 octets included) may be placed behind. */
    boolean takes(int length, boolean slice) {
        return length > headerLength
                && (slice || length - headerLength <= segmentSize + 15)
                && end - start + length - headerLength <= MAX_PACKET;
    }

    /** Whether the packet at {@code at} is the next one of this flow. */
    boolean continuesWith(byte[] packets, int at, int length, int segmentOctets) {
        return length > headerLength
                && (segmentOctets == 0 ? length - headerLength <= segmentSize : segmentOctets == segmentSize)
                && (version == 4 ? sameNetworkV4(packets, at) : sameNetworkV6(packets, at))
                && (protocol == IpHeader.TCP ? continuesTcp(packets, at) : continuesUdp(packets, at, length));
    }

    private boolean sameNetworkV4(byte[] packets, int at) {
        int fragment = Octets.uint16(header, 6);
        boolean ordered = (fragment & DONT_FRAGMENT) != 0
                || sliced
                || Octets.uint16(packets, at + 4) == (Octets.uint16(header, 4) + segments & 0xffff);
        return ordered
                && Octets.uint16(packets, at) == Octets.uint16(header, 0)
                && Octets.uint16(packets, at + 6) == fragment
                && Octets.uint16(packets, at + 8) == Octets.uint16(header, 8)
                && Octets.int64(packets, at + 12) == Octets.int64(header, 12);
    }

    private boolean sameNetworkV6(byte[] packets, int at) {
        return Octets.int32(packets, at) == Octets.int32(header, 0)
                && Octets.uint16(packets, at + 6) == Octets.uint16(header, 6)
                && Arrays.equals(packets, at + 8, at + IpHeader.V6_OCTETS, header, 8, IpHeader.V6_OCTETS);
    }

    private boolean continuesTcp(byte[] packets, int at) {
        int tcp = at + networkLength;
        int expected = TcpHeader.sequence(header, networkLength) + end - start - headerLength;
        return TcpHeader.sequence(packets, tcp) == expected
                && Octets.int32(packets, tcp) == Octets.int32(header, networkLength)
                && Octets.int32(packets, tcp + 8) == Octets.int32(header, networkLength + 8)
                && wordWithoutPush(packets, tcp) == wordWithoutPush(header, networkLength)
                && Arrays.equals(packets, tcp + 18, at + headerLength, header, networkLength + 18, headerLength);
    }

    /** Header length, flags and window in one word. */
    private static int wordWithoutPush(byte[] buffer, int tcp) {
        return Octets.int32(buffer, tcp + 12) & ~(TcpHeader.PSH << 16);
    }

    private boolean continuesUdp(byte[] packets, int at, int length) {
        int udp = at + networkLength;
        return segments + (length - headerLength - 1) / segmentSize < MAX_UDP_SEGMENTS
                && Octets.int32(packets, udp) == Octets.int32(header, networkLength)
                && Octets.uint16(packets, udp + 4) == length - networkLength;
    }

    /** Counts the packet whose payload now lies behind; its header still lies at {@code at} of {@code packets}. */
    void join(byte[] packets, int at, int length, int segmentOctets) {
        sliced |= segmentOctets > 0;
        int payload = length - headerLength;
        pushed = protocol == IpHeader.TCP && (TcpHeader.flags(packets, at + networkLength) & TcpHeader.PSH) != 0;
        segments += (payload + segmentSize - 1) / segmentSize;
        end += payload;
        boolean even = payload % segmentSize == 0 || (sliced && !udp());
        closed = pushed || !even || (udp() && segments == MAX_UDP_SEGMENTS);
    }

    /** Writes the headers for the whole, the virtio header before them. */
    void finish(byte[] buffer) {
        int length = end - start;
        if (version == 4) {
            Octets.putInt16(buffer, start + 2, length);
            Checksum.putIpv4Header(buffer, start);
        } else {
            Octets.putInt16(buffer, start + 4, length - IpHeader.V6_OCTETS);
        }
        int at = start + networkLength;
        if (udp()) {
            Octets.putInt16(buffer, at + 4, length - networkLength);
        } else if (pushed) {
            TcpHeader.setFlags(buffer, at, TcpHeader.PSH);
        }
        Checksum.putPartial(buffer, start, at, protocol, length - networkLength);
        VirtioHeader.put(
                buffer,
                start - VirtioHeader.OCTETS,
                VirtioHeader.NEEDS_CHECKSUM,
                segments == 1 ? VirtioHeader.GSO_NONE : gsoType(),
                headerLength,
                segments == 1 ? 0 : segmentSize,
                networkLength,
                Checksum.fieldOffset(protocol));
    }

    /** Writes the virtio header and checksum of a packet that {@link #begin} has seen and that is not joined, as a TCP SYN. */
    void finishAlone(byte[] buffer, int length, int segmentOctets) {
        int at = start + networkLength;
        int headers = networkLength + (udp() ? UDP_OCTETS : TcpHeader.length(buffer, at));
        boolean cut = segmentOctets > 0 && length - headers > segmentOctets;
        boolean congestion = !udp() && (TcpHeader.flags(buffer, at) & TcpHeader.CWR) != 0;
        Checksum.putPartial(buffer, start, at, protocol, length - networkLength);
        VirtioHeader.put(
                buffer,
                start - VirtioHeader.OCTETS,
                VirtioHeader.NEEDS_CHECKSUM,
                cut ? gsoType() | (congestion ? VirtioHeader.GSO_ECN : 0) : VirtioHeader.GSO_NONE,
                cut ? headers : 0,
                cut ? segmentOctets : 0,
                networkLength,
                Checksum.fieldOffset(protocol));
    }

    private int gsoType() {
        if (udp()) {
            return VirtioHeader.GSO_UDP;
        }
        return version == 4 ? VirtioHeader.GSO_TCPV4 : VirtioHeader.GSO_TCPV6;
    }

    boolean udp() {
        return protocol == IpHeader.UDP;
    }

    /** Whether nothing may follow: the segment was short or pushed, or there are as many as allowed. */
    boolean closed() {
        return closed;
    }

    int end() {
        return end;
    }

    int headerLength() {
        return headerLength;
    }
}
