// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

/**
 * Joins consecutive packets of one flow into a packet that the TUN device takes in one piece, in place: a packet is decrypted so that
 * its payload lands straight behind the payload before it, and only its header, which thus lies over the tail of that payload, is put
 * aside and replaced by what was there.
 *
 * <p>Only packets with a partial checksum are joined (their payload is vouched for by the tunnel's authentication); all others pass as
 * they are. Use for each packet: {@link #place}, decrypt there, then {@link #accept}, {@link #acceptSlice} or {@link #reject};
 * {@link #flush} when no more are waiting. One thread.
 */
public final class Coalescer {

    /** Largest plaintext of one frame. */
    public static final int MAX_PLAINTEXT = 65_535;

    /** Octets before the packet of a slice: the size of its segments, in network order. */
    public static final int SLICE_PREFIX = 2;

    private static final int START = VirtioHeader.OCTETS;
    private static final int MAX_PACKET = 65_535;
    private static final int UDP_OCTETS = 8;

    private final byte[] buffer = new byte[START + MAX_PACKET + MAX_PLAINTEXT + 16];
    private final byte[] tail = new byte[SLICE_PREFIX + Flow.MAX_HEADER];
    private final byte[] incoming = new byte[Flow.MAX_HEADER];
    private final PacketSink sink;
    private final boolean joinsUdp;
    private final Flow flow = new Flow(START);
    private boolean pending;
    private int at;
    private int saved;

    /**
     * Makes an empty one.
     *
     * @param sink takes the packets
     * @param joinsUdp whether the TUN device takes joined UDP datagrams
     */
    public Coalescer(PacketSink sink, boolean joinsUdp) {
        this.sink = sink;
        this.joinsUdp = joinsUdp;
    }

    /** The buffer to decrypt into. */
    public byte[] buffer() {
        return buffer;
    }

    /**
     * Where the next plaintext is to be decrypted to.
     *
     * @param length its octets, 0 to {@link #MAX_PLAINTEXT}
     */
    public int place(int length) {
        return place(length, 0);
    }

    /** The same for a slice; {@code length} counts the {@link #SLICE_PREFIX} octets before its packet. */
    public int placeSlice(int length) {
        return place(length - SLICE_PREFIX, SLICE_PREFIX);
    }

    private int place(int length, int prefix) {
        if (pending && !flow.takes(length, prefix > 0)) {
            flush();
        }
        at = START;
        saved = 0;
        if (pending) {
            at = flow.end() - flow.headerLength();
            saved = flow.headerLength() + prefix;
            System.arraycopy(buffer, at - prefix, tail, 0, saved);
        }
        return at - prefix;
    }

    /** The packet was not authentic or not acceptable; what was written for it is forgotten. */
    public void reject() {
        if (pending) {
            System.arraycopy(tail, 0, buffer, flow.end() - saved, saved);
        }
    }

    /**
     * Takes the packet at the place given out last.
     *
     * @param length octets of the packet as its IP header says, without padding
     * @param partial whether its checksum is to be completed by the receiver; {@link #mayBePartial} has been asked
     */
    public void accept(int length, boolean partial) {
        accept(length, partial, 0);
    }

    /**
     * Takes the slice at the place given out last, several segments in one.
     *
     * @param length octets of the packet, the prefix not counted
     * @param segmentOctets payload octets of each of its segments, at least 1; {@link #mayBeSlice} has been asked
     */
    public void acceptSlice(int length, int segmentOctets) {
        accept(length, true, segmentOctets);
    }

    private void accept(int length, boolean partial, int segmentOctets) {
        if (!pending) {
            first(length, partial, segmentOctets);
        } else if (partial && flow.continuesWith(buffer, at, length, segmentOctets)) {
            int end = flow.end();
            flow.join(buffer, at, length, segmentOctets);
            System.arraycopy(tail, 0, buffer, end - saved, saved);
            flushIfClosed();
        } else {
            setAside(length);
            first(length, partial, segmentOctets);
        }
    }

    /** Whether the packet at the place given out last can be a slice: not of more segments than a sender may put into one. */
    public boolean mayBeSlice(int length, int segmentOctets) {
        if (segmentOctets == 0 || !mayBePartial(length)) {
            return false;
        }
        int transport = at + IpHeader.headerLength(buffer, at);
        boolean tcp = IpHeader.protocol(buffer, at) == IpHeader.TCP;
        int header = tcp ? TcpHeader.length(buffer, transport) : UDP_OCTETS;
        int payload = at + length - transport - header;
        return payload > 0
                && (!tcp || header >= TcpHeader.OCTETS)
                && (payload - 1) / segmentOctets < Segmenter.MAX_SLICE_SEGMENTS;
    }

    /** Whether the packet at the place given out last can have a partial checksum: TCP or UDP behind the IP header. */
    public boolean mayBePartial(int length) {
        int protocol = IpHeader.protocol(buffer, at);
        int transport = length - IpHeader.headerLength(buffer, at);
        return (protocol == IpHeader.TCP && transport >= TcpHeader.OCTETS)
                || (protocol == IpHeader.UDP && transport >= UDP_OCTETS);
    }

    /** Completes the partial checksum of the packet at the place given out last, for a device that does not. */
    public void completeChecksum(int length) {
        int protocol = IpHeader.protocol(buffer, at);
        int transport = at + IpHeader.headerLength(buffer, at);
        int end = at + length;
        Checksum.putPartial(buffer, at, transport, protocol, end - transport);
        Checksum.complete(buffer, transport, end, transport + Checksum.fieldOffset(protocol));
    }

    /** The packet does not continue the flow: sends the flow off and moves the packet to the start. */
    private void setAside(int length) {
        int kept = Math.min(flow.headerLength(), length);
        System.arraycopy(buffer, at, incoming, 0, kept);
        reject();
        int payload = at + kept;
        flush();
        System.arraycopy(buffer, payload, buffer, START + kept, length - kept);
        System.arraycopy(incoming, 0, buffer, START, kept);
        at = START;
    }

    private void first(int length, boolean partial, int segmentOctets) {
        if (!partial) {
            VirtioHeader.putPlain(buffer, 0);
            sink.accept(buffer, 0, START + length);
        } else if (flow.begin(buffer, length, segmentOctets) && (joinsUdp || !flow.udp())) {
            pending = true;
            flushIfClosed();
        } else {
            flow.finishAlone(buffer, length, segmentOctets);
            sink.accept(buffer, 0, START + length);
        }
    }

    private void flushIfClosed() {
        if (flow.closed()) {
            flush();
        }
    }

    /** Hands what is waiting to the sink. */
    public void flush() {
        if (pending) {
            pending = false;
            flow.finish(buffer);
            sink.accept(buffer, 0, flow.end());
        }
    }
}
