// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import dev.hanse.net.octets.Octets;

/**
 * Cuts what the TUN device hands over into packets of wire size, in place: each segment's header is written straight before its payload,
 * over the tail of the segment before it, which must have been consumed by then. A packet that needs no cutting is one segment.
 *
 * <p>For a peer that takes long frames the pieces may be larger than wire size: <em>slices</em> of several segments, each with the size of
 * the segments that it stands for, {@link #segmentOctets}.
 *
 * <p>Use: {@link #begin}, perhaps {@link #slice}, then {@link #next} until false; after each {@code next} the segment is {@link #offset()},
 * {@link #length()}. One thread.
 */
public final class Segmenter {

    /** A receiver refuses slices of more segments: they would cost it more than they cost their sender. */
    public static final int MAX_SLICE_SEGMENTS = 64;

    private static final int MAX_HEADER = 256;
    private static final int MAX_PACKET = 65_535;

    private final byte[] header = new byte[MAX_HEADER];
    private byte[] buffer = header;
    private int packet;
    private int end;
    private int protocol;
    private int transport;
    private int headerLength;
    private int largest;
    private int gsoSize;
    private int step;
    private boolean partial;
    private boolean completes;
    private int checksumField;
    private int firstPayload;
    private int payload;
    private int offset;
    private int length;

    /**
     * Takes a packet with its virtio header before it.
     *
     * @param packet offset of the IP header
     * @param length octets of the packet; its IP header has been checked to say the same
     * @param mayStayPartial whether the receiver completes TCP and UDP checksums
     * @return false if the virtio header contradicts the packet
     */
    public boolean begin(byte[] buffer, int packet, int length, boolean mayStayPartial) {
        return begin(buffer, packet, length, mayStayPartial, MAX_PACKET);
    }

    /**
     * The same for a path that takes no longer packets than {@code largest}: TCP is cut smaller than the sender meant it, as any host on the way may (what its checksum vouches for must not be
     * complete yet). What cannot be cut so is told by {@link #longest}.
     */
    public boolean begin(byte[] buffer, int packet, int length, boolean mayStayPartial, int largest) {
        this.largest = largest;
        int virtio = packet - VirtioHeader.OCTETS;
        this.buffer = buffer;
        this.packet = packet;
        end = packet + length;
        payload = packet;
        boolean needsChecksum = VirtioHeader.needsChecksum(buffer, virtio);
        transport = packet + VirtioHeader.checksumStart(buffer, virtio);
        checksumField = transport + VirtioHeader.checksumOffset(buffer, virtio);
        if (needsChecksum && (checksumField + 2 > end || transport < packet + IpHeader.headerLength(buffer, packet))) {
            return false;
        }
        int gsoType = VirtioHeader.gsoType(buffer, virtio);
        protocol = transportProtocol(gsoType);
        partial = needsChecksum && mayStayPartial && standardChecksum();
        completes = needsChecksum && !partial;
        gsoSize = 0;
        if (gsoType != VirtioHeader.GSO_NONE) {
            return beginSegments(gsoType, VirtioHeader.gsoSize(buffer, virtio), needsChecksum);
        }
        return length <= largest || !needsChecksum || !isPlainTcp() || beginSmaller();
    }

    /** One packet becomes several. */
    private boolean beginSmaller() {
        protocol = IpHeader.TCP;
        int type = IpHeader.version(buffer, packet) == 4 ? VirtioHeader.GSO_TCPV4 : VirtioHeader.GSO_TCPV6;
        return beginSegments(type, MAX_PACKET, true);
    }

    /** Whether its payload may be spread over several segments. */
    private boolean isPlainTcp() {
        return IpHeader.protocol(buffer, packet) == IpHeader.TCP
                && standardChecksum()
                && transport + TcpHeader.OCTETS <= end
                && (TcpHeader.flags(buffer, transport) & (TcpHeader.SYN | TcpHeader.URG)) == 0
                && !isSigned()
                && !(IpHeader.version(buffer, packet) == 4 && IpHeader.fragmentV4(buffer, packet));
    }

    /** Whether segments of other sizes would have other signatures. */
    private boolean isSigned() {
        return TcpOptions.find(buffer, transport, end, TcpOptions.MD5) >= 0
                || TcpOptions.find(buffer, transport, end, TcpOptions.AUTHENTICATION) >= 0;
    }

    private int transportProtocol(int gsoType) {
        return switch (gsoType) {
            case VirtioHeader.GSO_TCPV4, VirtioHeader.GSO_TCPV6 -> IpHeader.TCP;
            case VirtioHeader.GSO_UDP -> IpHeader.UDP;
            default -> IpHeader.protocol(buffer, packet);
        };
    }

    /** Whether a receiver finds the checksum without being told where it is: TCP or UDP straight behind the IP header. */
    private boolean standardChecksum() {
        int ip = IpHeader.protocol(buffer, packet);
        return (ip == IpHeader.TCP || ip == IpHeader.UDP)
                && transport == packet + IpHeader.headerLength(buffer, packet)
                && checksumField == transport + Checksum.fieldOffset(ip);
    }

    private boolean beginSegments(int gsoType, int size, boolean needsChecksum) {
        if (!needsChecksum || size == 0 || !familyMatches(gsoType)) {
            return false;
        }
        int transportHeader = 8;
        if (protocol == IpHeader.TCP) {
            if (transport + TcpHeader.OCTETS > end) {
                return false;
            }
            transportHeader = Math.max(TcpHeader.length(buffer, transport), TcpHeader.OCTETS);
        }
        headerLength = transport - packet + transportHeader;
        if (headerLength > MAX_HEADER || packet + headerLength >= end) {
            return false;
        }
        System.arraycopy(buffer, packet, header, 0, headerLength);
        gsoSize = protocol == IpHeader.TCP ? Math.min(size, largest - headerLength) : size;
        step = gsoSize;
        firstPayload = packet + headerLength;
        payload = firstPayload;
        return true;
    }

    private boolean familyMatches(int gsoType) {
        int version = IpHeader.version(buffer, packet);
        return switch (gsoType) {
            case VirtioHeader.GSO_TCPV4 -> version == 4;
            case VirtioHeader.GSO_TCPV6 -> version == 6;
            default -> gsoType == VirtioHeader.GSO_UDP;
        };
    }

    /** Prepares the next segment; false: all were given out. */
    public boolean next() {
        if (payload >= end) {
            return false;
        }
        if (gsoSize == 0) {
            nextWhole();
        } else {
            nextSegment();
        }
        return true;
    }

    /**
     * After {@link #begin}: makes slices instead of segments, if there is more than one segment and the receiver completes the checksums.
     * UDP datagrams stay whole.
     *
     * @param maxOctets of header and payload of one slice
     * @return false: no slices; segments are made as without this call
     */
    public boolean slice(int maxOctets) {
        if (gsoSize == 0 || !partial || end - payload <= gsoSize) {
            return false;
        }
        int payloadOctets = Math.min(maxOctets - headerLength, MAX_SLICE_SEGMENTS * gsoSize);
        step = protocol == IpHeader.UDP ? payloadOctets / gsoSize * gsoSize : payloadOctets;
        if (step <= gsoSize) {
            step = gsoSize;
            return false;
        }
        return true;
    }

    /** After {@link #begin}: octets of the longest packet of wire size that comes of it. */
    public int longest() {
        return gsoSize == 0 ? end - packet : Math.min(headerLength + gsoSize, end - packet);
    }

    /** Payload octets of each segment of the current slice. */
    public int segmentOctets() {
        return gsoSize;
    }

    /** How many packets of wire size the current segment or slice stands for. */
    public int segments() {
        return gsoSize == 0 ? 1 : (length - headerLength + gsoSize - 1) / gsoSize;
    }

    private void nextWhole() {
        offset = packet;
        length = end - packet;
        payload = end;
        if (completes) {
            Checksum.complete(buffer, transport, end, checksumField);
        }
    }

    private void nextSegment() {
        int octets = Math.min(step, end - payload);
        offset = payload - headerLength;
        length = headerLength + octets;
        System.arraycopy(header, 0, buffer, offset, headerLength);
        boolean last = payload + octets == end;
        patchNetwork();
        patchTransport(last);
        payload += octets;
    }

    private void patchNetwork() {
        if (IpHeader.version(buffer, offset) == 4) {
            Octets.putInt16(buffer, offset + 2, length);
            Octets.putInt16(buffer, offset + 4, Octets.uint16(header, 4) + (payload - firstPayload) / gsoSize);
            Checksum.putIpv4Header(buffer, offset);
        } else {
            Octets.putInt16(buffer, offset + 4, length - IpHeader.V6_OCTETS);
        }
    }

    private void patchTransport(boolean last) {
        int at = offset + transport - packet;
        int transportLength = offset + length - at;
        if (protocol == IpHeader.TCP) {
            TcpHeader.putSequence(buffer, at, TcpHeader.sequence(buffer, at) + payload - firstPayload);
            int cleared = (last ? 0 : TcpHeader.FIN | TcpHeader.PSH) | (payload == firstPayload ? 0 : TcpHeader.CWR);
            TcpHeader.clearFlags(buffer, at, cleared);
        } else {
            Octets.putInt16(buffer, at + 4, transportLength);
        }
        Checksum.putPartial(buffer, offset, at, protocol, transportLength);
        if (completes) {
            Checksum.complete(buffer, at, offset + length, at + Checksum.fieldOffset(protocol));
        }
    }

    /** Whether the segments leave the transport checksum to the receiver. */
    public boolean partial() {
        return partial;
    }

    /** Octets that come straight behind the current segment and belong to the next one; they must survive. */
    public int following() {
        return Math.min(end - payload, MAX_HEADER);
    }

    /** Where the current segment starts. */
    public int offset() {
        return offset;
    }

    /** Length of the current segment. */
    public int length() {
        return length;
    }
}
