// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Datagrams of one sender that arrived together: all of one length but the last, which may be shorter. They stay where the port received
 * them until they are copied, once, to where they are needed. Owned by one data worker.
 */
public final class DatagramBurst {

    /** Room for one burst. */
    public static final int OCTETS = 65_536;

    private MemorySegment source = MemorySegment.NULL;
    private int length;
    private int datagramOctets;

    /** Copies octets of the burst, from {@code offset} on. */
    public void copyTo(byte[] target, int at, int offset, int octets) {
        MemorySegment.copy(source, JAVA_BYTE, offset, target, at, octets);
    }

    /** Octets that belong to the burst. */
    public int length() {
        return length;
    }

    /** Length of every datagram but the last; at least 1 unless the burst is empty. */
    public int datagramOctets() {
        return datagramOctets;
    }

    /** Port: says where it put the datagrams, one after the other from the start; they stay there until it receives again. */
    public void filled(MemorySegment newSource, int newLength, int newDatagramOctets) {
        source = newSource;
        length = newLength;
        datagramOctets = newDatagramOctets > 0 ? Math.min(newDatagramOctets, newLength) : newLength;
    }
}
