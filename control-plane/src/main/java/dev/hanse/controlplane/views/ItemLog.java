// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Items of a view and the revisions at which they last changed, so that a reader who has everything up to some revision
 * learns what changed since: each item once, as it is now. That is what collapses superseded values for a slow reader,
 * and what makes a reader's memory of the past one number. Removed items are remembered up to {@link #MAX_TOMBSTONES};
 * a reader who stopped before that needs a snapshot.
 *
 * <p>Owned by the control loop.
 */
final class ItemLog {

    /** About the removals of a busy day; 1 MiB of keys. */
    static final int MAX_TOMBSTONES = 10_000;

    private final Map<ViewKey, ViewItem> items = new HashMap<>();
    private final Map<ViewKey, Long> changedAt = new HashMap<>();
    private final NavigableMap<Long, Set<ViewKey>> byRevision = new TreeMap<>();
    private int tombstones;
    private long floor;
    private long lastChange;

    /** Forgets the past: everything is as it was at {@code revision}. */
    void settle(long revision) {
        changedAt.clear();
        byRevision.clear();
        tombstones = 0;
        floor = revision;
        lastChange = revision;
    }

    /** Sets an item; false if it was so already. */
    boolean put(ViewItem item, long revision) {
        ViewItem before = items.put(item.key(), item);
        if (item.equals(before)) {
            return false;
        }
        if (before == null && changedAt.containsKey(item.key())) {
            tombstones--;
        }
        touch(item.key(), revision);
        return true;
    }

    /** Removes an item; false if there was none. */
    boolean remove(ViewKey key, long revision) {
        if (items.remove(key) == null) {
            return false;
        }
        touch(key, revision);
        tombstones++;
        forgetOldest();
        return true;
    }

    private void touch(ViewKey key, long revision) {
        Long before = changedAt.put(key, revision);
        if (before != null) {
            byRevision.computeIfPresent(before, (_, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
        }
        byRevision.computeIfAbsent(revision, _ -> new HashSet<>()).add(key);
        lastChange = revision;
    }

    private void forgetOldest() {
        while (tombstones > MAX_TOMBSTONES) {
            Map.Entry<Long, Set<ViewKey>> oldest = byRevision.pollFirstEntry();
            floor = oldest.getKey();
            for (ViewKey key : oldest.getValue()) {
                changedAt.remove(key);
                tombstones -= items.containsKey(key) ? 0 : 1;
            }
        }
    }

    /** The revision of the last change. */
    long lastChange() {
        return lastChange;
    }

    /** Whether all changes since {@code revision} are remembered. */
    boolean reachesBackTo(long revision) {
        return revision >= floor;
    }

    /** Adds what changed after {@code revision}. */
    void collectSince(long revision, List<ViewItem> upserts, List<ViewKey> removals) {
        for (Set<ViewKey> keys : byRevision.tailMap(revision, false).values()) {
            for (ViewKey key : keys) {
                ViewItem item = items.get(key);
                if (item == null) {
                    removals.add(key);
                } else {
                    upserts.add(item);
                }
            }
        }
    }

    /** All items as they are now; a view of this log, not a copy. */
    Collection<ViewItem> items() {
        return items.values();
    }
}
