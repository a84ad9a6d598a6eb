// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hanse.discovery.dns.wire.ClientAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Datagrams as they were received, each with a buffer, the address of its sender and ancillary data. Used by one thread. */
final class QueryBatch {

    /** Room for one {@code in6_pktinfo} with its header, and for {@link SegmentSize} behind it. */
    private static final int CONTROL_OCTETS = 64;

    private static final int NAME_OCTETS = 32;

    /** One cache line between buffers, so that not all of them begin in the same few sets of the cache. */
    private static final int PAUSE_OCTETS = 64;

    private static final int STRIDE = Sizes.QUERY_OCTETS + PAUSE_OCTETS;

    private final MessageHeaders headers;
    private final IoVectors vectors;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final MemorySegment buffers;

    QueryBatch(Arena arena) {
        headers = new MessageHeaders(arena, Sizes.BATCH);
        vectors = new IoVectors(arena, Sizes.BATCH);
        names = arena.allocate((long) NAME_OCTETS * Sizes.BATCH, 64);
        controls = arena.allocate((long) CONTROL_OCTETS * Sizes.BATCH, 64);
        buffers = arena.allocate((long) STRIDE * Sizes.BATCH, 64);
        for (int i = 0; i < Sizes.BATCH; i++) {
            vectors.set(i, buffers.address() + (long) STRIDE * i, Sizes.QUERY_OCTETS);
            headers.setName(i, nameAddress(i), NAME_OCTETS);
            headers.setVectors(i, vectors.address(i), 1);
        }
    }

    /** What the kernel fills. */
    MemorySegment headers() {
        return headers.from(0);
    }

    /** Gives the kernel room for ancillary data of each query; what it wrote last may have been shorter. Addresses of one socket are all of one length. */
    void makeRoomForControl() {
        for (int i = 0; i < Sizes.BATCH; i++) {
            headers.setControl(i, controlAddress(i), CONTROL_OCTETS);
        }
    }

    /** Octets received. */
    int length(int query) {
        return headers.length(query);
    }

    /** Copies what was received to {@code target}, from {@code at} on. */
    void copyOut(int query, byte[] target, int at, int length) {
        MemorySegment.copy(buffers, JAVA_BYTE, (long) STRIDE * query, target, at, length);
    }

    void client(int query, ClientAddress target) {
        SocketAddresses.read(names, nameOffset(query), target);
    }

    /** Makes the answer leave from the address that was asked, by whatever interface. */
    void leaveInterfaceOpen(int query) {
        PacketInfo.leaveInterfaceOpen(controls, controlOffset(query));
    }

    /** Whether both came from one socket, to one address. */
    boolean fromOneSocket(int one, int other) {
        return sameName(nameOffset(one), nameOffset(other)) && sameControl(one, other);
    }

    private boolean sameName(long one, long other) {
        return names.get(JAVA_LONG, one) == names.get(JAVA_LONG, other)
                && names.get(JAVA_LONG, one + 8) == names.get(JAVA_LONG, other + 8)
                && names.get(JAVA_LONG, one + 16) == names.get(JAVA_LONG, other + 16)
                && names.get(JAVA_LONG, one + 24) == names.get(JAVA_LONG, other + 24);
    }

    private boolean sameControl(int one, int other) {
        return headers.controlLength(one) == 0 || PacketInfo.same(controls, controlOffset(one), controlOffset(other));
    }

    /** Makes message {@code message} of {@code answers} go where {@code query} came from, with its ancillary data. */
    void address(int query, MessageHeaders answers, int message) {
        address(query, answers, message, headers.controlLength(query));
    }

    /** As {@link #address}, as a message that the kernel cuts into datagrams of {@code octets}. */
    void addressSegments(int query, MessageHeaders answers, int message, int octets) {
        long before = headers.controlLength(query);
        SegmentSize.write(controls, controlOffset(query) + before, octets);
        address(query, answers, message, before + SegmentSize.OCTETS);
    }

    private void address(int query, MessageHeaders answers, int message, long controlOctets) {
        answers.setName(message, nameAddress(query), headers.nameLength(query));
        answers.setControl(message, controlAddress(query), controlOctets);
    }

    private static long nameOffset(int query) {
        return (long) NAME_OCTETS * query;
    }

    private static long controlOffset(int query) {
        return (long) CONTROL_OCTETS * query;
    }

    private long nameAddress(int query) {
        return names.address() + nameOffset(query);
    }

    private long controlAddress(int query) {
        return controls.address() + controlOffset(query);
    }
}
