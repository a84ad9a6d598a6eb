// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.NameHash;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Immutable hash table from folded wire names to nodes: open addressing with linear probing, at most half full. One octet
 * of each hash lies apart, in an array small enough to stay at hand, so that nodes of other names are hardly ever touched.
 */
public final class NameTable {

    /** A table without names. */
    public static final NameTable EMPTY = new NameTable(new Node[16], new byte[16], 0);

    private final @Nullable Node[] slots;
    private final byte[] tags;
    private final int size;

    private NameTable(@Nullable Node[] slots, byte[] tags, int size) {
        this.slots = slots;
        this.tags = tags;
        this.size = size;
    }

    /** The upper octet of a hash, which does not choose the slot; never 0, which marks a free slot. */
    private static byte tag(int hash) {
        return (byte) (hash >>> 24 | 1);
    }

    /**
     * The node of a name, or null.
     *
     * @param folded the name, folded by {@link NameHash#fold}
     * @param length of the name
     * @param hash what {@code fold} returned
     */
    public @Nullable Node find(byte[] folded, int length, int hash) {
        int mask = tags.length - 1;
        byte wanted = tag(hash);
        for (int i = hash & mask; ; i = (i + 1) & mask) {
            byte tag = tags[i];
            if (tag == 0) {
                return null;
            }
            Node node = tag == wanted ? slots[i] : null;
            if (node != null && node.matches(folded, length, hash)) {
                return node;
            }
        }
    }

    /**
     * The node that {@link #find} will look at first for this hash, or null; whether it has the name is not looked at. To
     * be touched in advance.
     */
    public @Nullable Node first(int hash) {
        int mask = tags.length - 1;
        byte wanted = tag(hash);
        int i = hash & mask;
        while (tags[i] != 0 && tags[i] != wanted) {
            i = (i + 1) & mask;
        }
        return slots[i];
    }

    /** Number of names. */
    public int size() {
        return size;
    }

    /** A table without the nodes {@code gone} and with the nodes {@code come}; a name that is in both is replaced. */
    NameTable with(Collection<Node> gone, Collection<Node> come) {
        Edit edit = new Edit(this, come.size());
        gone.forEach(edit::remove);
        come.forEach(edit::put);
        return new NameTable(edit.slots, edit.tags, edit.size);
    }

    /** A copy of the slots that is being changed. */
    private static final class Edit {

        private final @Nullable Node[] slots;
        private final byte[] tags;
        private final int mask;
        private int size;

        Edit(NameTable old, int added) {
            int needed = Math.max(16, Integer.highestOneBit(Math.max(1, (old.size + added) * 2 - 1)) * 2);
            boolean grows = needed > old.slots.length;
            slots = grows ? new Node[needed] : old.slots.clone();
            tags = grows ? new byte[needed] : old.tags.clone();
            mask = slots.length - 1;
            size = old.size;
            if (grows) {
                rehash(old.slots);
            }
        }

        private void rehash(@Nullable Node[] old) {
            for (Node node : old) {
                if (node != null) {
                    set(slot(node), node);
                }
            }
        }

        private void set(int slot, @Nullable Node node) {
            slots[slot] = node;
            tags[slot] = node == null ? 0 : tag(node.nameHash());
        }

        /** Where the node's name is, or the free slot where it belongs. */
        private int slot(Node node) {
            int i = node.nameHash() & mask;
            for (Node there = slots[i]; there != null; there = slots[i]) {
                if (there.hasSameName(node)) {
                    return i;
                }
                i = (i + 1) & mask;
            }
            return i;
        }

        void put(Node node) {
            int i = slot(node);
            size += slots[i] == null ? 1 : 0;
            set(i, node);
        }

        /** Closes the gap by moving back what had to step over it (Knuth, volume 3, algorithm 6.4R). */
        void remove(Node node) {
            int gap = slot(node);
            if (slots[gap] == null) {
                return;
            }
            size--;
            set(gap, null);
            int i = (gap + 1) & mask;
            for (Node next = slots[i]; next != null; next = slots[i]) {
                int home = next.nameHash() & mask;
                if (((i - home) & mask) >= ((i - gap) & mask)) {
                    set(gap, next);
                    set(i, null);
                    gap = i;
                }
                i = (i + 1) & mask;
            }
        }
    }
}
