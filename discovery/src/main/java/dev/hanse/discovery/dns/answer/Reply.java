// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.wire.Query;
import dev.hanse.net.octets.Octets;

/** The answer under construction: sections in order, within a limit. Reused for each query by one thread. */
final class Reply {

    private static final int FLAG_QR = 0x8000;
    private static final int FLAG_AA = 0x0400;
    private static final int FLAG_TC = 0x0200;
    private static final int COPIED_FLAGS = 0x7900;

    private byte[] octets = new byte[0];
    private int base;
    private int at;
    private int end;
    private int flags;
    private int questions;
    private final int[] records = new int[3];

    /** The sections that hold records. */
    enum Section {
        ANSWER,
        AUTHORITY,
        ADDITIONAL
    }

    /** Begins an answer with ID, opcode and RD of the query. */
    void begin(Query query, byte[] target, int offset, int limit) {
        octets = target;
        base = offset;
        at = offset + Query.HEADER;
        end = offset + limit;
        flags = FLAG_QR | (query.flags() & COPIED_FLAGS);
        questions = 0;
        records[0] = 0;
        records[1] = 0;
        records[2] = 0;
        Octets.putInt16(target, offset, query.id());
    }

    /** Repeats the question as it came, octet by octet. */
    void copyQuestion(Query query) {
        int from = query.start() + Query.HEADER;
        int length = query.questionEnd() - from;
        System.arraycopy(query.octets(), from, octets, at, length);
        at += length;
        questions = 1;
    }

    void authoritative() {
        flags |= FLAG_AA;
    }

    void truncated() {
        flags |= FLAG_TC;
    }

    boolean isTruncated() {
        return (flags & FLAG_TC) != 0;
    }

    /** Takes back all records; {@code position} is where the first one began. */
    void withdraw(int position) {
        at = position;
        records[0] = 0;
        records[1] = 0;
        records[2] = 0;
    }

    /** Keeps octets at the end for the OPT record. */
    void reserve(int length) {
        end -= length;
    }

    void release(int length) {
        end += length;
    }

    /** Octets that are left. */
    int room() {
        return end - at;
    }

    byte[] octets() {
        return octets;
    }

    /** Where the next octet goes in {@link #octets()}. */
    int position() {
        return at;
    }

    /** Where the next octet is in the message. */
    int offset() {
        return at - base;
    }

    /** Counts records that have been written at {@link #position()}. */
    void wrote(Section section, int count, int length) {
        records[section.ordinal()] += count;
        at += length;
    }

    /** Takes octets from elsewhere. */
    void append(byte[] source, int from, int length) {
        System.arraycopy(source, from, octets, at, length);
        at += length;
    }

    void count(Section section, int count) {
        records[section.ordinal()] += count;
    }

    /** Writes the header; returns the length of the message. */
    int finish(int rcode) {
        Octets.putInt16(octets, base + 2, flags | (rcode & 0xf));
        Octets.putInt16(octets, base + 4, questions);
        Octets.putInt16(octets, base + 6, records[0]);
        Octets.putInt16(octets, base + 8, records[1]);
        Octets.putInt16(octets, base + 10, records[2]);
        return at - base;
    }
}
