// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.net.DatagramPort;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Frames that go out in one system call: all to one address, all of one length but the last, which may be shorter; all sparse or none, as
 * the receiver tells a burst by its first frame. Owned by one data worker.
 */
final class SendRun {

    private static final int MAX_OCTETS = DatagramPort.MAX_SEND_OCTETS;

    private final byte[] buffer = new byte[MAX_OCTETS + 1];
    private final DatagramPort port;
    private @Nullable PeerPath peer;
    private @Nullable InetSocketAddress remote;
    private int frameOctets;
    private int length;
    private int frames;
    private boolean closed;
    private boolean sparse;

    SendRun(DatagramPort port) {
        this.port = port;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Says whether the frames that follow are sparse; sends off what is not of that kind. */
    void begin(boolean sparse) {
        if (frames > 0 && sparse != this.sparse) {
            flush();
        }
        this.sparse = sparse;
    }

    /** Where the next frame is to be written; sends off what cannot go with it. */
    int place(PeerPath peer, InetSocketAddress remote, int octets) {
        return place(peer, remote, octets, 1, octets);
    }

    /** The same for a frame in pieces: {@code total} octets, as many as {@code octets} in each piece but the last. */
    int place(PeerPath peer, InetSocketAddress remote, int octets, int pieces, int total) {
        if (frames > 0 && !fits(peer, remote, octets, pieces, total)) {
            flush();
        }
        this.peer = peer;
        this.remote = remote;
        return length;
    }

    private boolean fits(PeerPath peer, InetSocketAddress remote, int octets, int pieces, int total) {
        return !closed
                && peer == this.peer
                && remote == this.remote
                && (pieces == 1 ? octets <= frameOctets : octets == frameOctets)
                && frames + pieces <= port.maxDatagrams()
                && length + total <= MAX_OCTETS;
    }

    /** The frame was written to the place given out last. */
    void commit(int octets) {
        if (frames == 0) {
            frameOctets = octets;
        } else {
            closed = octets < frameOctets;
        }
        length += octets;
        frames++;
    }

    /** The same for a frame in pieces. */
    void commit(int octets, int pieces, int total) {
        frameOctets = octets;
        closed = total < pieces * octets;
        length += total;
        frames += pieces;
    }

    /** Sends what is there. */
    void flush() {
        if (frames > 0 && peer != null) {
            peer.out().burst(frames);
        }
        flushControl();
    }

    /** Sends the one frame that is there, whole or not at all; that it is too large for a device is no loss. */
    void flushWhole() {
        if (remote != null) {
            port.send(buffer, 0, length, length, remote, DatagramPort.Carriage.WHOLE);
        }
        reset();
    }

    /** Sends what is there, which is no packet of a pod. */
    void flushControl() {
        if (frames > 0 && peer != null && remote != null) {
            DatagramPort.Sent sent = port.send(buffer, 0, length, frameOctets, remote, peer.carriage(frameOctets));
            switch (sent) {
                case TAKEN -> {}
                case FULL -> peer.drops().add(DropReason.SEND_FULL, frames);
                case TOO_LARGE, REFUSED -> peer.drops().add(DropReason.SEND_FAILED, frames);
            }
        }
        reset();
    }

    /** Forgets what is there. */
    void reset() {
        length = 0;
        frames = 0;
        frameOctets = 0;
        closed = false;
    }
}
