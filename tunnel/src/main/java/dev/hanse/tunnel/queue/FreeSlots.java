// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

/** Slots that hold no packet. The one that became free last is taken first: its memory is still in the processor's cache. */
final class FreeSlots {

    private final int[] slots;
    private int size;

    /** All slots from {@code first} on, {@code count} of them. */
    FreeSlots(int first, int count) {
        slots = new int[count];
        for (int slot = first + count - 1; slot >= first; slot--) {
            put(slot);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int take() {
        return slots[--size];
    }

    void put(int slot) {
        slots[size++] = slot;
    }
}
