// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.net.DatagramBurst;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.wire.TransportFrame;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bursts that wait to be opened. The socket's own buffer is first in, first out: a ping would stand behind a megabyte of somebody's backup.
 * So the socket is emptied into here before each burst that is opened, and bursts of flows that send little go first. What a frame says of
 * its flow is not authentic yet, and a peer may lie: those that overtake get no more octets than one burst has before another one's turn
 * comes. When every place is taken, datagrams stay in the socket's buffer, which drops what it has no room for. Owned by one data worker.
 */
final class InboundQueue {

    /** Places; made when they are first needed, so that a tunnel without load does not pay for them. */
    static final int BURSTS = 16;

    private final ArrayDeque<DatagramBurst> waiting = new ArrayDeque<>(BURSTS);
    private final ArrayDeque<DatagramBurst> free = new ArrayDeque<>(BURSTS);
    private final DatagramPort port;
    private int places;
    private int overtaken;
    private boolean dry;
    private @Nullable DatagramBurst selected;

    InboundQueue(DatagramPort port) {
        this.port = port;
    }

    /** The socket has datagrams, or bursts wait here: looks at it before the next burst. */
    void begin() {
        dry = false;
    }

    /** Selects the burst whose turn it is, until the next call; null: none waits, neither here nor in the socket. */
    @Nullable
    DatagramBurst next() {
        release();
        selected = overtaking();
        if (selected == null) {
            selected = waiting.poll();
            overtaken = 0;
            dry = false;
        }
        return selected;
    }

    /** Empties the socket until there comes a burst that goes first; null: there was none. */
    private @Nullable DatagramBurst overtaking() {
        while (!dry && overtaken < DatagramBurst.OCTETS) {
            DatagramBurst burst = place();
            if (burst == null) {
                return null;
            }
            if (!port.receive(burst)) {
                free.push(burst);
                dry = true;
            } else if (isSparse(burst)) {
                overtaken += burst.length();
                return burst;
            } else {
                waiting.add(burst);
            }
        }
        return null;
    }

    private @Nullable DatagramBurst place() {
        DatagramBurst burst = free.poll();
        if (burst == null && places < BURSTS) {
            places++;
            return new DatagramBurst();
        }
        return burst;
    }

    /** By its first frame: senders do not mix them. */
    private static boolean isSparse(DatagramBurst burst) {
        return burst.octet(0) == TransportFrame.TYPE
                && (burst.octet(1) & (TransportFrame.SPARSE | TransportFrame.LONG)) == TransportFrame.SPARSE;
    }

    /** Whether the selected burst went first. */
    boolean overtook() {
        return overtaken > 0;
    }

    private void release() {
        if (selected != null) {
            free.push(selected);
            selected = null;
        }
    }

    /** Whether no burst waits here. The selected one does not wait any more. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
