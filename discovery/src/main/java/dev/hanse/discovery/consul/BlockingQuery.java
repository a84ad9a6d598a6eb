// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

/** The index with which to ask Consul next, by the rules of its documentation on blocking queries. Confined to one thread. */
final class BlockingQuery {

    private long index;

    /** 0 at first, and again when Consul has lost its memory: the answer comes at once. */
    long index() {
        return index;
    }

    /**
     * An answer has come.
     *
     * @param answered its index. One that went backwards (a restored or replaced server) starts over, since Consul would hold back every answer until
     *     the old index is reached again. One below 1 would never block.
     */
    void onAnswer(long answered) {
        index = answered < index ? 0 : Math.max(1, answered);
    }
}
