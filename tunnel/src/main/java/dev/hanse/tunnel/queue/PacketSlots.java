// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import dev.hanse.tunnel.tun.TunQueue;
import java.util.Arrays;

/**
 * Memory of the packets: large slots first, then small ones; each an array with room around the packet. A slot gets its memory when it is first needed, and keeps it: most queues never hold a
 * tenth of the 4 MiB that all slots have.
 */
final class PacketSlots {

    private static final byte[] NONE = {};

    private final int headroom;
    private final int around;
    private final int large;
    private final byte[][] buffers;
    private final int[] lengths;
    private final long[] arrivals;
    private final FreeSlots freeLarge;
    private final FreeSlots freeSmall;

    PacketSlots(QueueSettings settings) {
        headroom = settings.headroom();
        large = settings.largeSlots();
        int count = large + settings.smallSlots();
        around = headroom + settings.tailroom();
        buffers = new byte[count][];
        Arrays.fill(buffers, NONE);
        lengths = new int[count];
        arrivals = new long[count];
        freeLarge = new FreeSlots(0, large);
        freeSmall = new FreeSlots(large, settings.smallSlots());
    }

    int count() {
        return buffers.length;
    }

    boolean isLarge(int slot) {
        return slot < large;
    }

    FreeSlots freeLarge() {
        return freeLarge;
    }

    FreeSlots freeSmall() {
        return freeSmall;
    }

    void release(int slot) {
        (isLarge(slot) ? freeLarge : freeSmall).put(slot);
    }

    /** Copies the first {@code length} octets of a packet to a small slot, one of which must be free. */
    int copyToSmall(int from, int length) {
        int slot = freeSmall.take();
        System.arraycopy(buffer(from), headroom, buffer(slot), headroom, length);
        return slot;
    }

    void fill(int slot, int length, long arrival) {
        lengths[slot] = length;
        arrivals[slot] = arrival;
    }

    byte[] buffer(int slot) {
        byte[] buffer = buffers[slot];
        return buffer == NONE ? made(slot) : buffer;
    }

    private byte[] made(int slot) {
        buffers[slot] = new byte[around + (isLarge(slot) ? TunQueue.READ_OCTETS : QueueSettings.SMALL_OCTETS)];
        return buffers[slot];
    }

    int length(int slot) {
        return lengths[slot];
    }

    long arrival(int slot) {
        return arrivals[slot];
    }
}
