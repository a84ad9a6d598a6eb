// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Immutable map in the order of its keys, kept in chunks. A map made from another one by a small change shares all chunks
 * but one with it: it costs little, and so does finding out where the two differ. Neither keys nor values are null.
 */
public final class SharedMap<K extends Comparable<K>, V> extends AbstractMap<K, V> {

    /** Entries of a chunk at most; a longer one becomes two. */
    static final int CHUNK = 64;

    private final List<List<Entry<K, V>>> chunks;
    private final int size;

    private SharedMap(List<List<Entry<K, V>>> chunks, int size) {
        this.chunks = chunks;
        this.size = size;
    }

    /** A map without entries. */
    public static <K extends Comparable<K>, V> SharedMap<K, V> empty() {
        return new SharedMap<>(List.of(), 0);
    }

    /** The same entries; the map itself if it is one of this kind. */
    public static <K extends Comparable<K>, V> SharedMap<K, V> copyOf(Map<K, V> map) {
        if (map instanceof SharedMap<K, V> shared) {
            return shared;
        }
        List<Entry<K, V>> entries = new ArrayList<>(map.size());
        map.forEach((key, value) -> entries.add(Map.entry(key, value)));
        entries.sort(Entry.comparingByKey());
        List<List<Entry<K, V>>> chunks = new ArrayList<>();
        for (int i = 0; i < entries.size(); i += CHUNK) {
            chunks.add(List.copyOf(entries.subList(i, Math.min(entries.size(), i + CHUNK))));
        }
        return new SharedMap<>(chunks, entries.size());
    }

    /** This map with a value for the key; the map itself if the very same value is there. */
    public SharedMap<K, V> with(K key, V value) {
        Place place = place(key);
        List<Entry<K, V>> changed = new ArrayList<>(chunks.isEmpty() ? List.of() : chunks.get(place.chunk));
        if (!place.found) {
            changed.add(place.index, Map.entry(key, value));
        } else if (changed.get(place.index).getValue() == value) {
            return this;
        } else {
            changed.set(place.index, Map.entry(key, value));
        }
        return replace(place.chunk, changed, place.found ? size : size + 1);
    }

    /** This map without the key. */
    public SharedMap<K, V> without(K key) {
        Place place = place(key);
        if (!place.found) {
            return this;
        }
        List<Entry<K, V>> changed = new ArrayList<>(chunks.get(place.chunk));
        changed.remove(place.index);
        return replace(place.chunk, changed, size - 1);
    }

    private SharedMap<K, V> replace(int chunk, List<Entry<K, V>> by, int newSize) {
        List<List<Entry<K, V>>> changed = new ArrayList<>(chunks.size() + 1);
        changed.addAll(chunks.subList(0, chunk));
        int half = by.size() > CHUNK ? by.size() / 2 : by.size();
        if (half > 0) {
            changed.add(List.copyOf(by.subList(0, half)));
        }
        if (half < by.size()) {
            changed.add(List.copyOf(by.subList(half, by.size())));
        }
        changed.addAll(chunks.subList(Math.min(chunk + 1, chunks.size()), chunks.size()));
        return new SharedMap<>(changed, newSize);
    }

    /** Where a key is, or would be put. */
    private record Place(int chunk, int index, boolean found) {}

    private Place place(K key) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks.get(middle).getFirst().getKey().compareTo(key) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return chunks.isEmpty() ? new Place(0, 0, false) : place(low, key);
    }

    private Place place(int chunk, K key) {
        List<Entry<K, V>> entries = chunks.get(chunk);
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = entries.get(middle).getKey().compareTo(key);
            if (order == 0) {
                return new Place(chunk, middle, true);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        return new Place(chunk, low, false);
    }

    /** Tells of each key that only one of the two maps has, or for which they hold different objects, in order. */
    public void differences(SharedMap<K, V> before, Consumer<? super K> action) {
        Cursor<K, V> mine = new Cursor<>(chunks, 0, 0);
        Cursor<K, V> theirs = new Cursor<>(before.chunks, 0, 0);
        while (mine.hasNext() || theirs.hasNext()) {
            if (mine.isAtSameChunk(theirs)) {
                mine.skipChunk();
                theirs.skipChunk();
                continue;
            }
            int order = !mine.hasNext()
                    ? 1
                    : !theirs.hasNext()
                            ? -1
                            : mine.peek().getKey().compareTo(theirs.peek().getKey());
            if (order != 0 || mine.peek().getValue() != theirs.peek().getValue()) {
                action.accept((order <= 0 ? mine : theirs).peek().getKey());
            }
            if (order <= 0) {
                mine.next();
            }
            if (order >= 0) {
                theirs.next();
            }
        }
    }

    /** The entries from this key on. */
    public Iterator<Entry<K, V>> from(K key) {
        Place place = place(key);
        return new Cursor<>(chunks, place.chunk, place.index);
    }

    @Override
    @SuppressWarnings("unchecked") // as TreeMap: another kind of key is a mistake of the caller
    public @Nullable V get(Object key) {
        Place place = place((K) key);
        return place.found ? chunks.get(place.chunk).get(place.index).getValue() : null;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new Cursor<>(chunks, 0, 0);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}
