// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.net.DatagramBurst;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.wire.LongFrame;
import dev.hanse.tunnel.wire.TransportFrame;
import org.jspecify.annotations.Nullable;

/** Room for one long frame of which pieces have come. Takes its memory with the first piece and keeps it. Owned by one data worker. */
final class AssemblySlot {

    private static final int HEADER = TransportFrame.HEADER_OCTETS;

    private byte[] frame = {};
    private @Nullable Keypair keypair;
    private long counter;
    private int octets;
    private int received;
    private int seen;
    private int expected;

    boolean isFree() {
        return keypair == null;
    }

    boolean holds(Keypair otherKeypair, long otherCounter) {
        return keypair == otherKeypair && counter == otherCounter;
    }

    /** Whether this one is to be taken rather than another: a free one first, then one of an older key, then the lowest counter. */
    boolean goesBefore(AssemblySlot other, Keypair current) {
        if (other.isFree() || isFree()) {
            return !other.isFree();
        }
        if (other.keypair != keypair) {
            return keypair != current;
        }
        return Long.compareUnsigned(counter, other.counter) < 0;
    }

    /** Begins a frame of this length in all. */
    void begin(Keypair newKeypair, long newCounter, int newOctets) {
        if (frame.length == 0) {
            frame = new byte[LongFrame.MAX_OCTETS];
        }
        keypair = newKeypair;
        counter = newCounter;
        octets = newOctets;
        received = HEADER;
        seen = 0;
        expected = 0;
    }

    void clear() {
        keypair = null;
    }

    /** Keeps a piece; false: it contradicts its frame. A piece that is there already is passed over. */
    boolean add(byte[] header, DatagramBurst burst, int offset, int length) {
        int number = LongFrame.number(header, 0);
        boolean last = LongFrame.isLast(header, 0);
        int content = length - HEADER;
        int at = last ? octets - content : HEADER + number * content;
        if (TransportFrame.length(header, 0) != octets || at < HEADER || at + content > octets) {
            return false;
        }
        if ((seen & 1 << number) == 0) {
            burst.copyTo(frame, at, offset + HEADER, content);
            seen |= 1 << number;
            received += content;
        }
        expected = last ? (2 << number) - 1 : expected;
        return true;
    }

    /** The frame with its header if all its pieces are there, which frees the slot; else null. */
    byte @Nullable [] takeIfComplete(byte[] header) {
        if (seen != expected || received != octets) {
            return null;
        }
        LongFrame.putHeader(header, frame);
        clear();
        return frame;
    }
}
