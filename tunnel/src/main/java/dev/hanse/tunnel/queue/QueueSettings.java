// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import dev.hanse.tunnel.tun.TunQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sizes and times of a {@link FairQueue}.
 *
 * @param headroom octets before each packet that the owner may overwrite
 * @param tailroom octets behind each packet that the owner may overwrite
 * @param largeSlots places for packets of any size; at least three, since one is read into and one is being sent
 * @param smallSlots places for packets of up to {@link #SMALL_OCTETS}; at least two
 * @param maxOctets octets of packets that wait at most; at least one packet of any size
 * @param quantum octets that a flow may send in one round
 * @param floorOctets what may stand in a flow's queue without being too much, whatever its age (MAXPACKET of RFC 8289); packets come in
 *     pieces of 64 KiB, and a queue that is down to one of them is not a standing one
 * @param targetNanos how long packets may stand
 * @param intervalNanos for how long they must have stood longer before a sender is told; about the longest usual round-trip time
 */
public record QueueSettings(
        int headroom,
        int tailroom,
        int largeSlots,
        int smallSlots,
        int maxOctets,
        int quantum,
        int floorOctets,
        long targetNanos,
        long intervalNanos) {

    /** Most octets of a packet, with its virtio header, that a small slot takes. */
    public static final int SMALL_OCTETS = 2048;

    /** One frame of Ethernet, as RFC 8290 section 5.2.4 has it. */
    private static final int QUANTUM = 1514;

    /** Checks the bounds. */
    public QueueSettings {
        atLeast(0, headroom, "headroom");
        atLeast(0, tailroom, "tailroom");
        atLeast(3, largeSlots, "largeSlots");
        atLeast(2, smallSlots, "smallSlots");
        atLeast(TunQueue.READ_OCTETS, maxOctets, "maxOctets");
        atLeast(1, quantum, "quantum");
        atLeast(0, floorOctets, "floorOctets");
        atLeast(0, targetNanos, "targetNanos");
        atLeast(1, intervalNanos, "intervalNanos");
    }

    /** 32 large and 1024 small slots, 2 MiB, 2 ms within 50 ms. */
    public static QueueSettings standard(int headroom, int tailroom) {
        return new QueueSettings(
                headroom,
                tailroom,
                32,
                1024,
                2 << 20,
                QUANTUM,
                TunQueue.READ_OCTETS,
                TimeUnit.MILLISECONDS.toNanos(2),
                TimeUnit.MILLISECONDS.toNanos(50));
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least " + least);
        }
    }
}
