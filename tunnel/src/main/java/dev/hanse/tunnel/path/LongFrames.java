// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.net.octets.Octets;
import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.packet.Coalescer;
import dev.hanse.tunnel.packet.Segmenter;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.wire.LongFrame;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetSocketAddress;

/** Seals slices of large packets into long frames and cuts these into the run. Owned by one data worker. */
final class LongFrames {

    private static final int FLAGS = TransportFrame.LONG | TransportFrame.PARTIAL_CHECKSUM;
    private static final int PREFIX = Coalescer.SLICE_PREFIX;

    private final SendRun run;
    private final NanoClock nanoClock;

    /**
     * Into a run.
     *
     * @param nanoClock as {@link System#nanoTime}
     */
    LongFrames(SendRun run, NanoClock nanoClock) {
        this.run = run;
        this.nanoClock = nanoClock;
    }

    /** Longest packet that goes into one frame, of datagrams of some length. */
    static int maxPacket(int pieceOctets) {
        int content = LongFrame.MAX_PIECES * (pieceOctets - TransportFrame.HEADER_OCTETS);
        return Math.min(content, LongFrame.MAX_OCTETS - TransportFrame.HEADER_OCTETS)
                - TransportFrame.TAG_OCTETS
                - PREFIX;
    }

    /** Seals the segmenter's current slice; false: the keypair can no longer be used. */
    boolean seal(Segmenter slice, byte[] buffer, PeerPath peer, Keypair keypair, InetSocketAddress remote, long now) {
        int start = slice.offset() - PREFIX;
        int plain = slice.length() + PREFIX;
        int pieceOctets = peer.frameOctets();
        Octets.putInt16(buffer, start, slice.segmentOctets());
        int frame = plain + TransportFrame.MIN_OCTETS;
        int pieces = LongFrame.pieces(frame, pieceOctets);
        int total = LongFrame.octets(frame, pieces);
        int place = run.place(peer, remote, pieceOctets, pieces, total);
        boolean sampling = peer.out().sampling();
        long begun = sampling ? nanoClock.nanoTime() : 0;
        int sealed = keypair.seal(FLAGS, buffer, start, plain, run.buffer(), place + LongFrame.shift(pieces), now);
        if (sampling) {
            peer.out().sampled(nanoClock.nanoTime() - begun, frame);
        }
        if (sealed < 0) {
            return false;
        }
        LongFrame.cut(run.buffer(), place, sealed, pieceOctets);
        run.commit(pieceOctets, pieces, total);
        return true;
    }
}
