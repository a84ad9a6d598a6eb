// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr} with a buffer, an address and ancillary data for each, all in one piece of
 * memory, laid out as 64-bit Linux has it:
 *
 * <pre>
 *  0 msg_name    8 msg_namelen   16 msg_iov   24 msg_iovlen   32 msg_control   40 msg_controllen   48 msg_flags   56
 * msg_len
 * </pre>
 *
 * Used by one thread.
 */
final class MessageBatch {

    /** Room for one {@code in6_pktinfo} with its header, filled up. */
    static final int CONTROL_OCTETS = 64;

    /** One cache line between buffers, so that not all of them begin in the same few sets of the cache. */
    private static final int PAUSE_OCTETS = 64;

    private static final int HEADER = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int LENGTH = 56;
    private static final int VECTOR_OCTETS = 16;
    private static final int NAME_OCTETS = 32;

    private final int stride;
    private final MemorySegment headers;
    private final MemorySegment vectors;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final MemorySegment buffers;
    private final long buffersAt;
    private long used;

    MessageBatch(Arena arena, int count, int bufferOctets) {
        stride = bufferOctets + PAUSE_OCTETS;
        headers = arena.allocate((long) HEADER * count, 64);
        vectors = arena.allocate((long) VECTOR_OCTETS * count, 64);
        names = arena.allocate((long) NAME_OCTETS * count, 64);
        controls = arena.allocate((long) CONTROL_OCTETS * count, 64);
        buffers = arena.allocate((long) stride * count, 64);
        buffersAt = buffers.address();
        for (int i = 0; i < count; i++) {
            vectors.set(ADDRESS, (long) VECTOR_OCTETS * i, buffers.asSlice((long) stride * i, bufferOctets));
            vectors.set(JAVA_LONG, (long) VECTOR_OCTETS * i + 8, bufferOctets);
            set(i, NAME, names.asSlice((long) NAME_OCTETS * i));
            headers.set(JAVA_INT, (long) HEADER * i + NAME_LENGTH, NAME_OCTETS);
            set(i, VECTOR, vectors.asSlice((long) VECTOR_OCTETS * i));
            headers.set(JAVA_LONG, (long) HEADER * i + VECTOR_COUNT, 1);
        }
    }

    private void set(int message, int field, MemorySegment value) {
        headers.set(ADDRESS, (long) HEADER * message + field, value);
    }

    /** The array itself. */
    MemorySegment headers() {
        return headers;
    }

    /** The array from one message on. */
    MemorySegment headersFrom(int message) {
        return headers.asSlice((long) HEADER * message);
    }

    /**
     * Gives the kernel room for ancillary data; what it wrote last may have been shorter. Addresses of one socket are all
     * of one length.
     */
    void makeRoomForControl(int message) {
        set(message, CONTROL, controls.asSlice((long) CONTROL_OCTETS * message));
        headers.set(JAVA_LONG, (long) HEADER * message + CONTROL_LENGTH, CONTROL_OCTETS);
    }

    /** Octets received. */
    int length(int message) {
        return headers.get(JAVA_INT, (long) HEADER * message + LENGTH);
    }

    /** Copies what was received to {@code target}, from {@code at} on. */
    void copyOut(int message, byte[] target, int at, int length) {
        MemorySegment.copy(buffers, JAVA_BYTE, (long) stride * message, target, at, length);
    }

    /** All addresses; that of one message is at {@link #nameOffset}. */
    MemorySegment names() {
        return names;
    }

    long nameOffset(int message) {
        return (long) NAME_OCTETS * message;
    }

    /** The ancillary data of all messages; that of one is at {@link #controlOffset}. */
    MemorySegment controls() {
        return controls;
    }

    long controlOffset(int message) {
        return (long) CONTROL_OCTETS * message;
    }

    long controlLength(int message) {
        return headers.get(JAVA_LONG, (long) HEADER * message + CONTROL_LENGTH);
    }

    /** Makes {@code message} go where message {@code asked} of {@code received} came from, with its ancillary data. */
    void address(int message, MessageBatch received, int asked) {
        long to = (long) HEADER * message;
        long from = (long) HEADER * asked;
        headers.set(ADDRESS, to + NAME, received.headers.get(ADDRESS, from + NAME));
        headers.set(JAVA_INT, to + NAME_LENGTH, received.headers.get(JAVA_INT, from + NAME_LENGTH));
        headers.set(ADDRESS, to + CONTROL, received.headers.get(ADDRESS, from + CONTROL));
        headers.set(JAVA_LONG, to + CONTROL_LENGTH, received.headers.get(JAVA_LONG, from + CONTROL_LENGTH));
    }

    /** Forgets the contents given by {@link #fill}. */
    void empty() {
        used = 0;
    }

    /**
     * Makes these octets the content of {@code message}. Contents lie one behind the other, for fewer pages and cache lines
     * than buffers have room for.
     */
    void fill(int message, byte[] octets, int length) {
        MemorySegment.copy(octets, 0, buffers, JAVA_BYTE, used, length);
        vectors.set(JAVA_LONG, (long) VECTOR_OCTETS * message, buffersAt + used);
        vectors.set(JAVA_LONG, (long) VECTOR_OCTETS * message + 8, length);
        used += length + 7 & ~7;
    }
}
