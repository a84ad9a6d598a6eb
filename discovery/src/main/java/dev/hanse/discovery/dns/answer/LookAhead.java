// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.wire.NameHash;
import dev.hanse.discovery.dns.wire.Query;
import dev.hanse.discovery.dns.wire.RecordSkip;
import dev.hanse.discovery.dns.zone.NameTable;
import dev.hanse.discovery.dns.zone.Node;
import org.jspecify.annotations.Nullable;

/**
 * Touches the nodes of a batch of queries before the first is answered. A table larger than the processor's caches costs
 * a few waits for memory a query; here those of all queries run at the same time instead of one after the other. Changes
 * no answer. Used by one thread.
 */
final class LookAhead {

    /** More than any batch; later queries are answered without. */
    private static final int MOST = 64;

    private final byte[] folded = new byte[NameHash.FOLDED_OCTETS];
    private final int[] hashes = new int[MOST];
    private final @Nullable Node[] nodes = new Node[MOST];

    /** Keeps the loads from being found useless. */
    private int touched;

    /**
     * Touches what the queries ask for; query {@code i} ends where the next one starts. One short loop for each kind of wait: the processor
     * has as many at a time as there are in the few hundred instructions that it looks at.
     */
    void at(NameTable names, byte[] source, int[] starts, int count) {
        int most = Math.min(count, MOST);
        for (int i = 0; i < most; i++) {
            hashes[i] = hash(source, starts[i], starts[i + 1]);
        }
        for (int i = 0; i < most; i++) {
            nodes[i] = names.first(hashes[i]);
        }
        int sum = 0;
        for (int i = 0; i < most; i++) {
            Node node = nodes[i];
            sum += node == null ? 0 : node.touch();
        }
        touched = sum;
    }

    /** Of the name that is asked for; anything if there is none. */
    private int hash(byte[] source, int from, int to) {
        int at = from + Query.HEADER;
        int end = RecordSkip.skipName(source, at, to);
        return end < 0 ? 0 : NameHash.fold(source, at, end - at, folded);
    }

    /** Means nothing; only read so that nobody may leave out the loads. */
    int touched() {
        return touched;
    }
}
