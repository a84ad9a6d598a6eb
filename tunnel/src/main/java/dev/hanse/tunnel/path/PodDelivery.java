// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.net.octets.Octets;
import dev.hanse.tunnel.packet.Coalescer;
import dev.hanse.tunnel.packet.CuttingSink;
import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.packet.MssClamp;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.tun.TunQueue;

/**
 * What has been opened, on its way to the pods: checks that a packet is what the peer may send and we may take, joins it to those before it,
 * and writes to the TUN queue. Use for each frame: {@link #place} or {@link #placeSlice}, open it there, then {@link #packet},
 * {@link #slice} or {@link #reject}. Owned by one data worker.
 */
final class PodDelivery {

    private final TunQueue queue;
    private final boolean checksumOffload;
    private final PeerPaths paths;
    private final PeerRoutes local;
    private final DropCounters drops;
    private final Coalescer coalescer;

    /** With local prefixes as slot 0 of {@code local}. */
    PodDelivery(TunQueue queue, TunOffloads offloads, PeerPaths paths, PeerRoutes local, DropCounters drops) {
        this.queue = queue;
        this.checksumOffload = offloads.checksum() && offloads.tcp();
        this.paths = paths;
        this.local = local;
        this.drops = drops;
        coalescer = new Coalescer(new CuttingSink(this::write, offloads.tcp(), offloads.udp()), offloads.udp());
    }

    /** Array to open frames into. */
    byte[] buffer() {
        return coalescer.buffer();
    }

    /** Where a frame with so many octets of content is to be opened. */
    int place(int length) {
        return coalescer.place(length);
    }

    /** The same for a long frame. */
    int placeSlice(int length) {
        return coalescer.placeSlice(length);
    }

    /** Forgets what was opened last. */
    void reject() {
        coalescer.reject();
    }

    /** Takes a packet that lies at {@code place}; false: it was refused and counted. */
    boolean packet(PeerPath peer, int place, int length, boolean partial, long now) {
        byte[] buffer = coalescer.buffer();
        int octets = IpHeader.packetLength(buffer, place, length);
        if (octets < 0 || (partial && !coalescer.mayBePartial(octets))) {
            refuse(peer, DropReason.MALFORMED_INNER);
            return false;
        }
        if (!allowed(peer, place)) {
            return false;
        }
        MssClamp.apply(buffer, place, octets, peer.packetOctets(), partial);
        peer.session().activity().dataReceived(1, octets, now);
        accept(octets, partial);
        return true;
    }

    /** Takes a slice that lies at {@code place}; false: it was refused and counted. */
    boolean slice(PeerPath peer, int place, int length, long now) {
        byte[] buffer = coalescer.buffer();
        int packet = place + Coalescer.SLICE_PREFIX;
        int octets = IpHeader.packetLength(buffer, packet, length - Coalescer.SLICE_PREFIX);
        int segment = octets < 0 ? 0 : Octets.uint16(buffer, place);
        if (octets < 0 || !coalescer.mayBeSlice(octets, segment)) {
            refuse(peer, DropReason.MALFORMED_INNER);
            return false;
        }
        if (!allowed(peer, packet)) {
            return false;
        }
        peer.session().activity().dataReceived((octets + segment - 1) / segment, octets, now);
        coalescer.acceptSlice(octets, segment);
        return true;
    }

    /** Writes what waits for more of its flow. */
    void flush() {
        coalescer.flush();
    }

    /** Whether a packet comes from the peer's prefixes and goes to ours; refused if not. */
    private boolean allowed(PeerPath peer, int packet) {
        byte[] buffer = coalescer.buffer();
        int version = IpHeader.version(buffer, packet);
        int addressOctets = version == 4 ? 4 : 16;
        if (!paths.routes().has(peer.slot(), buffer, packet + IpHeader.sourceOffset(version), addressOctets)) {
            refuse(peer, DropReason.FOREIGN_SOURCE);
            return false;
        }
        if (!local.has(0, buffer, packet + IpHeader.destinationOffset(version), addressOctets)) {
            refuse(peer, DropReason.FOREIGN_DESTINATION);
            return false;
        }
        return true;
    }

    private void accept(int octets, boolean partial) {
        if (partial && !checksumOffload) {
            coalescer.completeChecksum(octets);
            coalescer.accept(octets, false);
        } else {
            coalescer.accept(octets, partial);
        }
    }

    private void refuse(PeerPath peer, DropReason reason) {
        coalescer.reject();
        peer.drops().count(reason);
    }

    private void write(byte[] buffer, int offset, int length) {
        switch (queue.write(buffer, offset, length)) {
            case TAKEN -> {}
            case FULL -> drops.count(DropReason.TUN_FULL);
            case REFUSED -> drops.count(DropReason.TUN_FAILED);
        }
    }
}
