// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.Iterator;
import java.util.List;
import java.util.Map.Entry;
import java.util.NoSuchElementException;

/** Walks the entries of a {@link SharedMap}. */
final class Cursor<K, V> implements Iterator<Entry<K, V>> {

    private final List<List<Entry<K, V>>> chunks;
    private int chunk;
    private int index;

    Cursor(List<List<Entry<K, V>>> chunks, int chunk, int index) {
        this.chunks = chunks;
        this.chunk = chunk;
        this.index = index;
        leaveChunkAtItsEnd();
    }

    private void leaveChunkAtItsEnd() {
        if (hasNext() && index == chunks.get(chunk).size()) {
            skipChunk();
        }
    }

    @Override
    public boolean hasNext() {
        return chunk < chunks.size();
    }

    /** The entry that {@link #next} would give. */
    Entry<K, V> peek() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return chunks.get(chunk).get(index);
    }

    @Override
    public Entry<K, V> next() {
        Entry<K, V> entry = peek();
        index++;
        leaveChunkAtItsEnd();
        return entry;
    }

    /** Whether both are at the beginning of the very same chunk. */
    boolean isAtSameChunk(Cursor<K, V> other) {
        return index == 0
                && other.index == 0
                && hasNext()
                && other.hasNext()
                && chunks.get(chunk) == other.chunks.get(other.chunk);
    }

    void skipChunk() {
        chunk++;
        index = 0;
    }
}
