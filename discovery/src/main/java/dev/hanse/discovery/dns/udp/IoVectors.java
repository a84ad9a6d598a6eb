// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import java.lang.foreign.Arena;

/** An array of {@code struct iovec} of 64-bit Linux: address and length of a piece of memory. */
final class IoVectors {

    private static final int WORDS = 2;

    private final KernelWords words;

    IoVectors(Arena arena, int count) {
        words = new KernelWords(arena, WORDS * count);
    }

    void set(int vector, long address, int length) {
        words.set(WORDS * vector, address);
        words.set(WORDS * vector + 1, length);
    }

    /** Hands those from {@code from} to {@code to} to the kernel. */
    void write(int from, int to) {
        words.write(WORDS * from, WORDS * to);
    }

    long address(int vector) {
        return words.address(WORDS * vector);
    }
}
