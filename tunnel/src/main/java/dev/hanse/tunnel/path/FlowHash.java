// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.net.octets.Octets;
import dev.hanse.net.time.SlowStart;
import dev.hanse.tunnel.packet.IpHeader;

/**
 * Spreads flows over the gateways of a cluster. The hash is the same for both directions of a connection, and the choice is the highest
 * random weight (Thaler and Ravishankar, 1998): when a gateway goes, only its flows move.
 */
final class FlowHash {

    private FlowHash() {}

    /** Hash of the addresses and, for whole TCP and UDP packets, the ports. */
    static long of(byte[] buffer, int packet, int length) {
        int version = IpHeader.version(buffer, packet);
        int from = packet + IpHeader.sourceOffset(version);
        long hash = version == 4
                ? (long) Octets.int32(buffer, from) ^ Octets.int32(buffer, from + 4)
                : Octets.int64(buffer, from)
                        ^ Octets.int64(buffer, from + 16)
                        ^ Long.rotateLeft(Octets.int64(buffer, from + 8) ^ Octets.int64(buffer, from + 24), 1);
        int protocol = IpHeader.protocol(buffer, packet);
        int transport = IpHeader.headerLength(buffer, packet);
        boolean ports = (protocol == IpHeader.TCP || protocol == IpHeader.UDP)
                && transport + 4 <= length
                && !(version == 4 && IpHeader.fragmentV4(buffer, packet));
        return ports
                ? mix(hash * 31
                        + (Octets.uint16(buffer, packet + transport) ^ Octets.uint16(buffer, packet + transport + 2)))
                : mix(hash);
    }

    /**
     * The slot among {@code slots} that a flow goes to: of those with the highest rank. Where one has a smaller share than another one of that rank, flows that are not of its part of them take the others: as the
     * share grows, flows move to it, each once. Equal shares choose as whole ones do.
     */
    static int choose(long hash, int[] slots, PeerPaths paths) {
        int rank = -1;
        int share = 1;
        for (int slot : slots) {
            int its = paths.path(slot) == null ? -1 : paths.rank(slot);
            share = its > rank ? paths.share(slot) : its == rank ? Math.max(share, paths.share(slot)) : share;
            rank = Math.max(rank, its);
        }
        int best = slots[0];
        long bestWeight = Long.MIN_VALUE;
        boolean bestTakes = false;
        for (int slot : slots) {
            PeerPath path = paths.path(slot);
            if (path != null && paths.rank(slot) == rank) {
                long weight = mix(hash ^ path.id().hashCode() * 0x9e37_79b9_7f4a_7c15L);
                boolean takes = takes(weight, paths.share(slot), share);
                if (takes == bestTakes ? weight >= bestWeight : takes) {
                    best = slot;
                    bestWeight = weight;
                    bestTakes = takes;
                }
            }
        }
        return best;
    }

    /** The lowest bits of a weight say which part of the flows it is one of; the highest ones decide between weights. */
    private static boolean takes(long weight, int share, int largest) {
        int part = (int) weight & SlowStart.WHOLE - 1;
        return part * largest < share * SlowStart.WHOLE;
    }

    /** Finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
