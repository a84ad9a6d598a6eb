// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.net.octets.Octets;
import io.vertx.core.buffer.Buffer;

/**
 * Collects the answers to all queries of one read, each behind its length, so that they leave in one write. Shared by
 * the connections of one event loop.
 */
final class AnswerBuffer {

    private static final int LENGTH_OCTETS = 2;

    private final byte[] octets = new byte[2 * (Answerer.MAX_OCTETS + LENGTH_OCTETS)];
    private int size;

    /** Whether the largest answer may not find room. */
    boolean isFull() {
        return octets.length - size < Answerer.MAX_OCTETS + LENGTH_OCTETS;
    }

    byte[] octets() {
        return octets;
    }

    /** Where the next answer goes. */
    int position() {
        return size + LENGTH_OCTETS;
    }

    /** Takes an answer of this length that has been written at {@link #position}. */
    void add(int length) {
        Octets.putInt16(octets, size, length);
        size += LENGTH_OCTETS + length;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Everything collected, which is forgotten here. */
    Buffer take() {
        Buffer buffer = Buffer.buffer(size).appendBytes(octets, 0, size);
        size = 0;
        return buffer;
    }
}
