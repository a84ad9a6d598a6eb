// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

/** Datagrams of one sender that arrived together: all of one length but the last, which may be shorter. Owned by one data worker. */
public final class DatagramBurst {

    /** Room for one burst. */
    public static final int OCTETS = 65_536;

    private final byte[] buffer = new byte[OCTETS];
    private int length;
    private int datagramOctets;

    /** The datagrams, one after the other from the start. */
    public byte[] buffer() {
        return buffer;
    }

    /** Octets in {@link #buffer} that belong to the burst. */
    public int length() {
        return length;
    }

    /** Length of every datagram but the last; at least 1 unless the burst is empty. */
    public int datagramOctets() {
        return datagramOctets;
    }

    /** Port: says what was put into the buffer. */
    public void filled(int length, int datagramOctets) {
        this.length = length;
        this.datagramOctets = datagramOctets > 0 ? Math.min(datagramOctets, length) : length;
    }
}
