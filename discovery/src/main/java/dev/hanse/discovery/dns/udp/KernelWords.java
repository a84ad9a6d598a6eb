// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Words of 64 bits that the kernel reads or writes, and a copy of them for us: each access to native memory is checked at length,
 * so a batch of queries goes over in one piece, and is worked at in an array. Little-endian: the first of two numbers in a word is its lower half. Used by one thread.
 */
final class KernelWords {

    private static final long LOWER = 0xffff_ffffL;

    private final long[] words;
    private final MemorySegment copy;
    private final MemorySegment memory;

    KernelWords(Arena arena, int count) {
        words = new long[count];
        copy = MemorySegment.ofArray(words);
        memory = arena.allocate((long) Long.BYTES * count, 64);
    }

    long get(int word) {
        return words[word];
    }

    void set(int word, long value) {
        words[word] = value;
    }

    int lower(int word) {
        return (int) words[word];
    }

    void setLower(int word, int value) {
        words[word] = words[word] & ~LOWER | value & LOWER;
    }

    int upper(int word) {
        return (int) (words[word] >>> 32);
    }

    /** Takes over what the kernel wrote to the first {@code count} words. */
    void read(int count) {
        MemorySegment.copy(memory, 0, copy, 0, (long) Long.BYTES * count);
    }

    /** Hands the words from {@code from} to {@code to} to the kernel. */
    void write(int from, int to) {
        long at = (long) Long.BYTES * from;
        MemorySegment.copy(copy, at, memory, at, (long) Long.BYTES * (to - from));
    }

    /** Where the kernel finds a word. */
    long address(int word) {
        return memory.address() + (long) Long.BYTES * word;
    }

    /** What the kernel finds, from a word on. */
    MemorySegment memory(int word) {
        return word == 0 ? memory : memory.asSlice((long) Long.BYTES * word);
    }
}
