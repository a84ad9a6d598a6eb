// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr}, laid out as 64-bit Linux has it. Addresses are those of memory that the caller keeps alive. Used by one
 * thread.
 *
 * <pre>
 *  0 msg_name    8 msg_namelen   16 msg_iov   24 msg_iovlen   32 msg_control   40 msg_controllen   48 msg_flags   56 msg_len
 * </pre>
 */
final class MessageHeaders {

    private static final int WORDS = 8;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 1;
    private static final int VECTORS = 2;
    private static final int VECTOR_COUNT = 3;
    private static final int CONTROL = 4;
    private static final int CONTROL_LENGTH = 5;
    private static final int LENGTH = 7;

    private final KernelWords words;

    MessageHeaders(Arena arena, int count) {
        words = new KernelWords(arena, WORDS * count);
    }

    /** Takes over what the kernel wrote to the first {@code count}. */
    void read(int count) {
        words.read(WORDS * count);
    }

    /** Hands those from {@code from} to {@code to} to the kernel. */
    void write(int from, int to) {
        words.write(WORDS * from, WORDS * to);
    }

    /** What the kernel takes, from one message on. */
    MemorySegment memory(int message) {
        return words.memory(WORDS * message);
    }

    /** Where the message goes to, or where the kernel writes whence it came. */
    void setName(int message, long address, int length) {
        words.set(WORDS * message + NAME, address);
        words.set(WORDS * message + NAME_LENGTH, length);
    }

    int nameLength(int message) {
        return words.lower(WORDS * message + NAME_LENGTH);
    }

    void setVectors(int message, long address, int count) {
        words.set(WORDS * message + VECTORS, address);
        words.set(WORDS * message + VECTOR_COUNT, count);
    }

    void setControl(int message, long address, int length) {
        words.set(WORDS * message + CONTROL, address);
        words.set(WORDS * message + CONTROL_LENGTH, length);
    }

    int controlLength(int message) {
        return words.lower(WORDS * message + CONTROL_LENGTH);
    }

    /** Octets received. */
    int length(int message) {
        return words.lower(WORDS * message + LENGTH);
    }
}
