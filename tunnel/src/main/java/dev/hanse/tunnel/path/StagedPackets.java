// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Packets that wait for a session, in order, each with its virtio header. Holds at most {@link #MAX_PACKETS} and {@link #MAX_OCTETS}; the
 * oldest go first, since a new one is worth more to its sender. Owned by one data worker.
 */
final class StagedPackets {

    /** As many as WireGuard implementations keep. */
    static final int MAX_PACKETS = 128;

    static final int MAX_OCTETS = 1 << 20;

    private final Deque<byte[]> packets = new ArrayDeque<>();
    private int octets;

    /**
     * Copies a packet to the end.
     *
     * @return how many old ones had to go
     */
    int add(byte[] buffer, int length) {
        packets.addLast(Arrays.copyOf(buffer, length));
        octets += length;
        int dropped = 0;
        while (packets.size() > MAX_PACKETS || octets > MAX_OCTETS) {
            octets -= packets.removeFirst().length;
            dropped++;
        }
        return dropped;
    }

    /** Takes the oldest to the start of {@code buffer}; its length, or zero: none is left. */
    int take(byte[] buffer) {
        byte[] packet = packets.pollFirst();
        if (packet == null) {
            return 0;
        }
        octets -= packet.length;
        System.arraycopy(packet, 0, buffer, 0, packet.length);
        return packet.length;
    }

    int size() {
        return packets.size();
    }

    /** Forgets all; how many there were. */
    int clear() {
        int dropped = packets.size();
        packets.clear();
        octets = 0;
        return dropped;
    }
}
