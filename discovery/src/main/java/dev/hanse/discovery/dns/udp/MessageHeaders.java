// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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

    private static final int OCTETS = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTORS = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int LENGTH = 56;

    private final MemorySegment memory;

    MessageHeaders(Arena arena, int count) {
        memory = arena.allocate((long) OCTETS * count, OCTETS);
    }

    /** The array from one message on. */
    MemorySegment from(int message) {
        return message == 0 ? memory : memory.asSlice((long) OCTETS * message);
    }

    /** Where the message goes to, or where the kernel writes whence it came. */
    void setName(int message, long address, int length) {
        setLong(message, NAME, address);
        memory.set(JAVA_INT, (long) OCTETS * message + NAME_LENGTH, length);
    }

    int nameLength(int message) {
        return memory.get(JAVA_INT, (long) OCTETS * message + NAME_LENGTH);
    }

    void setVectors(int message, long address, int count) {
        setLong(message, VECTORS, address);
        setLong(message, VECTOR_COUNT, count);
    }

    void setControl(int message, long address, long length) {
        setLong(message, CONTROL, address);
        setLong(message, CONTROL_LENGTH, length);
    }

    long controlLength(int message) {
        return memory.get(JAVA_LONG, (long) OCTETS * message + CONTROL_LENGTH);
    }

    /** Octets received. */
    int length(int message) {
        return memory.get(JAVA_INT, (long) OCTETS * message + LENGTH);
    }

    private void setLong(int message, int field, long value) {
        memory.set(JAVA_LONG, (long) OCTETS * message + field, value);
    }
}
