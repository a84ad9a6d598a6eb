// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import dev.hanse.net.octets.Octets;

/**
 * One query, read in place from the octets it came in (RFC 1035 section 4, RFC 6891). Reused for each query by one
 * thread; nothing is copied and nothing
 * is allocated, so a value is good until the octets change.
 */
public final class Query {

    /** What {@link #parse} found out. */
    public enum Outcome {
        /** A question to answer. */
        QUESTION,
        /** Not worth an answer: shorter than a header, or itself an answer. */
        DROP,
        /** The header is good and the rest is not. */
        MALFORMED,
        /** An operation other than QUERY. */
        OTHER_OPCODE,
        /** EDNS of a version that is not 0. */
        OTHER_EDNS_VERSION
    }

    /** Octets of the header. */
    public static final int HEADER = 12;

    private static final int FLAG_QR = 0x8000;

    private byte[] octets = new byte[0];
    private int start;
    private int end;
    private int nameLength;
    private int type;
    private int questionClass;
    private boolean hasQuestion;
    private final Edns edns = new Edns();

    /**
     * Reads the message in {@code octets[offset, offset + length)}.
     *
     * <p>Refused as malformed: QDCOUNT other than 1 (RFC 9619), compressed or overlong names in the question,
     * reserved label types, counts that the octets
     * do not bear out, octets behind the last record, and all that {@link Edns} refuses.
     */
    public Outcome parse(byte[] message, int offset, int length) {
        octets = message;
        start = offset;
        end = offset + length;
        hasQuestion = false;
        edns.clear();
        if (length < HEADER || (flags() & FLAG_QR) != 0) {
            return Outcome.DROP;
        }
        boolean wellFormed = readQuestion() && readRest();
        if ((flags() & 0x7800) != 0) {
            return Outcome.OTHER_OPCODE;
        }
        if (edns.isPresent() && edns.version() != 0) {
            return Outcome.OTHER_EDNS_VERSION;
        }
        return wellFormed ? Outcome.QUESTION : Outcome.MALFORMED;
    }

    private boolean readQuestion() {
        if (Octets.uint16(octets, start + 4) != 1) {
            return false;
        }
        int at = start + HEADER;
        int last = Math.min(end, at + WireName.MAX_OCTETS);
        while (at < last && octets[at] != 0) {
            if ((octets[at] & 0xc0) != 0) {
                return false;
            }
            at += octets[at] + 1;
        }
        if (at >= last || at + 5 > end) {
            return false;
        }
        nameLength = at + 1 - (start + HEADER);
        type = Octets.uint16(octets, at + 1);
        questionClass = Octets.uint16(octets, at + 3);
        hasQuestion = true;
        return true;
    }

    private boolean readRest() {
        int at = questionEnd();
        int before = Octets.uint16(octets, start + 6) + Octets.uint16(octets, start + 8);
        int additional = Octets.uint16(octets, start + 10);
        if (before + additional == 0) {
            return at == end;
        }
        for (int i = 0; i < before + additional; i++) {
            at = i < before ? RecordSkip.skip(octets, at, end) : edns.readRecord(octets, at, end);
            if (at < 0) {
                return false;
            }
        }
        return at == end;
    }

    /** The octets the query lies in. */
    public byte[] octets() {
        return octets;
    }

    /** Where the message begins in {@link #octets()}. */
    public int start() {
        return start;
    }

    /** The identifier, to be copied. */
    public int id() {
        return Octets.uint16(octets, start);
    }

    /** The second line of the header. */
    public int flags() {
        return Octets.uint16(octets, start + 2);
    }

    /** Whether there is a well-formed question; without it the next four are not to be asked for. */
    public boolean hasQuestion() {
        return hasQuestion;
    }

    /** Octets of the name. */
    public int nameLength() {
        return nameLength;
    }

    /** QTYPE. */
    public int type() {
        return type;
    }

    /** QCLASS. */
    public int questionClass() {
        return questionClass;
    }

    /** Where the question ends in {@link #octets()}. */
    public int questionEnd() {
        return start + HEADER + nameLength + 4;
    }

    /** The EDNS part. */
    public Edns edns() {
        return edns;
    }
}
