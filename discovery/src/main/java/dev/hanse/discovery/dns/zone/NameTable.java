// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.NameHash;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Immutable hash table from folded wire names to nodes: open addressing with linear probing, at most half full. */
public final class NameTable {

    /** A table without names. */
    public static final NameTable EMPTY = new NameTable(new Node[16], 0);

    private final @Nullable Node[] slots;
    private final int size;

    private NameTable(@Nullable Node[] slots, int size) {
        this.slots = slots;
        this.size = size;
    }

    /**
     * The node of a name, or null.
     *
     * @param folded the name, folded by {@link NameHash#fold}
     * @param length of the name
     * @param hash what {@code fold} returned
     */
    public @Nullable Node find(byte[] folded, int length, int hash) {
        int mask = slots.length - 1;
        for (int i = hash & mask; ; i = (i + 1) & mask) {
            Node node = slots[i];
            if (node == null || matches(node, folded, length, hash)) {
                return node;
            }
        }
    }

    private static boolean matches(Node node, byte[] folded, int length, int hash) {
        byte[] octets = node.name().octets();
        return node.name().nameHash() == hash
                && octets.length == length
                && Arrays.equals(octets, 0, length, folded, 0, length);
    }

    /** Number of names. */
    public int size() {
        return size;
    }

    /** A table without the nodes {@code gone} and with the nodes {@code come}; a name that is in both is replaced. */
    NameTable with(Collection<Node> gone, Collection<Node> come) {
        Edit edit = new Edit(slots, size, come.size());
        gone.forEach(edit::remove);
        come.forEach(edit::put);
        return new NameTable(edit.slots, edit.size);
    }

    /** A copy of the slots that is being changed. */
    private static final class Edit {

        private final @Nullable Node[] slots;
        private final int mask;
        private int size;

        Edit(@Nullable Node[] old, int oldSize, int added) {
            int needed = Math.max(16, Integer.highestOneBit(Math.max(1, (oldSize + added) * 2 - 1)) * 2);
            slots = needed <= old.length ? old.clone() : new Node[needed];
            mask = slots.length - 1;
            size = oldSize;
            if (needed > old.length) {
                rehash(old);
            }
        }

        private void rehash(@Nullable Node[] old) {
            for (Node node : old) {
                if (node != null) {
                    slots[slot(node)] = node;
                }
            }
        }

        /** Where the node's name is, or the free slot where it belongs. */
        private int slot(Node node) {
            int i = node.name().nameHash() & mask;
            for (Node there = slots[i]; there != null; there = slots[i]) {
                if (there.name().equals(node.name())) {
                    return i;
                }
                i = (i + 1) & mask;
            }
            return i;
        }

        void put(Node node) {
            int i = slot(node);
            size += slots[i] == null ? 1 : 0;
            slots[i] = node;
        }

        /** Closes the gap by moving back what had to step over it (Knuth, volume 3, algorithm 6.4R). */
        void remove(Node node) {
            int gap = slot(node);
            if (slots[gap] == null) {
                return;
            }
            size--;
            slots[gap] = null;
            int i = (gap + 1) & mask;
            for (Node next = slots[i]; next != null; next = slots[i]) {
                int home = next.name().nameHash() & mask;
                if (((i - home) & mask) >= ((i - gap) & mask)) {
                    slots[gap] = next;
                    slots[i] = null;
                    gap = i;
                }
                i = (i + 1) & mask;
            }
        }
    }
}
