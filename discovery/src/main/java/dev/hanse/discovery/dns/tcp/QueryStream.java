// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import dev.hanse.net.octets.Octets;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Cuts the octets of one connection into queries (RFC 7766 section 8). Between two reads it keeps what has not been
 * answered yet, in as many octets as that takes; all else happens in a buffer that connections share. Owned by one
 * event loop.
 */
final class QueryStream {

    /**
     * Queries are a question and an OPT record. Of longer ones only the beginning is looked at, and malformed thereby,
     * as it is over UDP.
     */
    static final int QUERY_OCTETS = 2_048;

    private static final int LENGTH_OCTETS = 2;
    private static final byte[] NOTHING = {};

    private byte[] kept = NOTHING;
    private byte[] octets = NOTHING;
    private int at;
    private int end;
    private int queryAt;
    private int queryLength;

    /** Octets of an overlong query that are still to come. */
    private int toSkip;

    /** Goes on with what has been kept. */
    void begin(InputBuffer input) {
        octets = input.room(kept.length);
        System.arraycopy(kept, 0, octets, 0, kept.length);
        at = 0;
        end = kept.length;
    }

    /** Goes on with what has been kept and these octets. */
    void begin(InputBuffer input, Buffer read) {
        octets = input.room(kept.length + read.length());
        System.arraycopy(kept, 0, octets, 0, kept.length);
        read.getBytes(octets, kept.length);
        at = 0;
        end = kept.length + read.length();
    }

    /** Moves to the next complete query; returns whether there is one. */
    boolean next() {
        skip();
        if (end - at < LENGTH_OCTETS) {
            return false;
        }
        int announced = Octets.uint16(octets, at);
        int length = Math.min(announced, QUERY_OCTETS);
        if (end - at < LENGTH_OCTETS + length) {
            return false;
        }
        queryAt = at + LENGTH_OCTETS;
        queryLength = length;
        at = queryAt + length;
        toSkip = announced - length;
        return true;
    }

    private void skip() {
        int here = Math.min(toSkip, end - at);
        at += here;
        toSkip -= here;
    }

    /** The octets that the query lies in, until the next call of another method. */
    byte[] octets() {
        return octets;
    }

    /** Where the query begins. */
    int queryAt() {
        return queryAt;
    }

    int queryLength() {
        return queryLength;
    }

    /** Keeps what has not been answered. */
    void end() {
        kept = at == end ? NOTHING : Arrays.copyOfRange(octets, at, end);
        octets = NOTHING;
    }
}
