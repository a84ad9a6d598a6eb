// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import java.util.Arrays;

/** The packets of each flow, first in first out, as linked lists of slots; and what each flow holds. */
final class FlowQueues {

    static final int NONE = -1;

    private final PacketSlots slots;
    private final int[] heads;
    private final int[] tails;
    private final int[] following;
    private final int[] octets;
    private final int[] large;
    private final int[] small;
    private int totalOctets;
    private int totalPackets;

    FlowQueues(int flows, PacketSlots slots) {
        this.slots = slots;
        heads = new int[flows];
        Arrays.fill(heads, NONE);
        tails = new int[flows];
        following = new int[slots.count()];
        octets = new int[flows];
        large = new int[flows];
        small = new int[flows];
    }

    void append(int flow, int slot) {
        if (heads[flow] == NONE) {
            heads[flow] = slot;
        } else {
            following[tails[flow]] = slot;
        }
        tails[flow] = slot;
        following[slot] = NONE;
        account(flow, slot, 1);
    }

    /** Takes the flow's oldest packet; {@link #NONE}: it has none. */
    int poll(int flow) {
        int slot = heads[flow];
        if (slot != NONE) {
            heads[flow] = following[slot];
            account(flow, slot, -1);
        }
        return slot;
    }

    private void account(int flow, int slot, int sign) {
        int length = sign * slots.length(slot);
        octets[flow] += length;
        totalOctets += length;
        totalPackets += sign;
        (slots.isLarge(slot) ? large : small)[flow] += sign;
    }

    int totalOctets() {
        return totalOctets;
    }

    int totalPackets() {
        return totalPackets;
    }

    /** Octets that wait, by flow. */
    int[] octets() {
        return octets;
    }

    /** Large slots held, by flow. */
    int[] large() {
        return large;
    }

    /** Small slots held, by flow. */
    int[] small() {
        return small;
    }
}
