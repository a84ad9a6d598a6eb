// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * Datagrams of one sender that arrived together: all of one length but the last, which may be shorter. They stay here until they are
 * copied, once, to where they are needed. Native memory that lives as long as it is reachable. Owned by one data worker.
 */
public final class DatagramBurst {

    /** Room for one burst. */
    public static final int OCTETS = 65_536;

    private final MemorySegment memory = Arena.ofAuto().allocate(OCTETS, 64);
    private InetSocketAddress source = new InetSocketAddress(0);
    private int length;
    private int datagramOctets;

    /** Copies octets of the burst, from {@code offset} on. */
    public void copyTo(byte[] target, int at, int offset, int octets) {
        MemorySegment.copy(memory, JAVA_BYTE, offset, target, at, octets);
    }

    /** One octet, 0 to 255; zero behind the end. */
    public int octet(int offset) {
        return offset < length ? memory.get(JAVA_BYTE, offset) & 0xff : 0;
    }

    /** Octets that belong to the burst. */
    public int length() {
        return length;
    }

    /** Length of every datagram but the last; at least 1 unless the burst is empty. */
    public int datagramOctets() {
        return datagramOctets;
    }

    /** Who sent it. The same object for the same sender where that is cheap. */
    public InetSocketAddress source() {
        return source;
    }

    /** Port: where to put datagrams, one after the other from the start. */
    public MemorySegment memory() {
        return memory;
    }

    /** Port: says what it has put there. */
    public void filled(int newLength, int newDatagramOctets, InetSocketAddress from) {
        length = newLength;
        datagramOctets = newDatagramOctets > 0 ? Math.min(newDatagramOctets, newLength) : newLength;
        source = from;
    }
}
