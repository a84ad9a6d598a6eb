// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * A TAI64N time stamp as WireGuard sends it: 8 octets of seconds from 2^62 (with the constant 10 s between TAI and Unix
 * time of 1970) and 4 octets of nanoseconds, big-endian. Ordered by time.
 */
public final class Tai64n implements Comparable<Tai64n> {

    /** Length of a time stamp. */
    public static final int OCTETS = 12;

    private static final long UNIX_EPOCH = 0x4000_0000_0000_000aL;

    private final byte[] octets;

    private Tai64n(byte[] octets) {
        this.octets = octets;
    }

    /** The time stamp of an instant. */
    public static Tai64n of(Instant instant) {
        ByteBuffer buffer = ByteBuffer.allocate(OCTETS);
        buffer.putLong(UNIX_EPOCH + instant.getEpochSecond()).putInt(instant.getNano());
        return new Tai64n(buffer.array());
    }

    /** Reads 12 octets; every value is one, meaningful or not. */
    public static Tai64n decode(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("TAI64N: " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        return new Tai64n(octets.clone());
    }

    /** A copy of the 12 octets. */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public int compareTo(Tai64n other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tai64n stamp && Arrays.equals(octets, stamp.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return "TAI64N " + Long.toHexString(buffer.getLong()) + "." + buffer.getInt();
    }
}
