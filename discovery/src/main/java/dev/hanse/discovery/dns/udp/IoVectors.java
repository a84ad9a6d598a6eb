// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An array of {@code struct iovec} of 64-bit Linux: address and length of a piece of memory. */
final class IoVectors {

    private static final int OCTETS = 16;
    private static final int LENGTH = 8;

    private final MemorySegment memory;

    IoVectors(Arena arena, int count) {
        memory = arena.allocate((long) OCTETS * count, 64);
    }

    void set(int vector, long address, long length) {
        memory.set(JAVA_LONG, (long) OCTETS * vector, address);
        memory.set(JAVA_LONG, (long) OCTETS * vector + LENGTH, length);
    }

    long address(int vector) {
        return memory.address() + (long) OCTETS * vector;
    }
}
