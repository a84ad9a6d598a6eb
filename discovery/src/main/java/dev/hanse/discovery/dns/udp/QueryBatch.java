// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.hanse.discovery.dns.wire.ClientAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Datagrams as they were received, each with a buffer, the address of its sender and ancillary data. Used by one thread. */
final class QueryBatch {

    /** Room for one {@code in6_pktinfo} with its header, and for {@link SegmentSize} behind it. */
    private static final int CONTROL_WORDS = 8;

    private static final int NAME_WORDS = 4;

    /** One cache line between buffers, so that not all of them begin in the same few sets of the cache. */
    private static final int PAUSE_OCTETS = 64;

    private static final int STRIDE = Sizes.QUERY_OCTETS + PAUSE_OCTETS;

    private final MessageHeaders headers;
    private final IoVectors vectors;
    private final KernelWords names;
    private final KernelWords controls;
    private final MemorySegment buffers;
    private final boolean withControl;
    private int count = Sizes.BATCH;

    /** @param withControl whether there is ancillary data: the address that was asked */
    QueryBatch(Arena arena, boolean withControl) {
        this.withControl = withControl;
        headers = new MessageHeaders(arena, Sizes.BATCH);
        vectors = new IoVectors(arena, Sizes.BATCH);
        names = new KernelWords(arena, NAME_WORDS * Sizes.BATCH);
        controls = new KernelWords(arena, CONTROL_WORDS * Sizes.BATCH);
        buffers = arena.allocate((long) STRIDE * Sizes.BATCH, 64);
        for (int i = 0; i < Sizes.BATCH; i++) {
            vectors.set(i, buffers.address() + (long) STRIDE * i, Sizes.QUERY_OCTETS);
            headers.setName(i, nameAddress(i), Long.BYTES * NAME_WORDS);
            headers.setVectors(i, vectors.address(i), 1);
        }
        vectors.write(0, Sizes.BATCH);
        headers.write(0, Sizes.BATCH);
    }

    /** What the kernel fills. */
    MemorySegment empty() {
        if (withControl) {
            makeRoomForControl();
        }
        return headers.memory(0);
    }

    /** Of the queries of before; what the kernel wrote there may have been shorter. Addresses of one socket are all of one length. */
    private void makeRoomForControl() {
        for (int i = 0; i < count; i++) {
            headers.setControl(i, controls.address(CONTROL_WORDS * i), Long.BYTES * CONTROL_WORDS);
        }
        headers.write(0, count);
    }

    /** Takes over {@code received} queries; 0 or less: none. */
    void filled(int received) {
        count = Math.max(0, received);
        headers.read(count);
        names.read(NAME_WORDS * count);
        if (withControl) {
            controls.read(CONTROL_WORDS * count);
        }
    }

    /** Queries received. */
    int count() {
        return count;
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
        SocketAddresses.read(names, NAME_WORDS * query, target);
    }

    /** Whether both came from one socket, to one address. */
    boolean fromOneSocket(int one, int other) {
        return same(names, NAME_WORDS * one, NAME_WORDS * other, NAME_WORDS)
                && same(controls, CONTROL_WORDS * one, CONTROL_WORDS * other, controlWords(one));
    }

    private static boolean same(KernelWords words, int one, int other, int count) {
        for (int i = 0; i < count; i++) {
            if (words.get(one + i) != words.get(other + i)) {
                return false;
            }
        }
        return true;
    }

    private int controlWords(int query) {
        return headers.controlLength(query) / Long.BYTES;
    }

    /** Makes message {@code message} of {@code answers} go where {@code query} came from, from where that went to, by whatever interface. */
    void address(int query, MessageHeaders answers, int message) {
        address(query, answers, message, headers.controlLength(query));
    }

    /** As {@link #address}, as a message that the kernel cuts into datagrams of {@code octets}. */
    void addressSegments(int query, MessageHeaders answers, int message, int octets) {
        SegmentSize.write(controls, CONTROL_WORDS * query + controlWords(query), octets);
        address(query, answers, message, headers.controlLength(query) + SegmentSize.OCTETS);
    }

    private void address(int query, MessageHeaders answers, int message, int controlOctets) {
        if (headers.controlLength(query) > 0) {
            PacketInfo.leaveInterfaceOpen(controls, CONTROL_WORDS * query);
        }
        answers.setName(message, nameAddress(query), headers.nameLength(query));
        answers.setControl(message, controls.address(CONTROL_WORDS * query), controlOctets);
    }

    /** Hands what {@link #address} wrote to the kernel. */
    void write() {
        controls.write(0, CONTROL_WORDS * count);
    }

    private long nameAddress(int query) {
        return names.address(NAME_WORDS * query);
    }
}
