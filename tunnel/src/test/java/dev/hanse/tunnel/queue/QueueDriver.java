// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import dev.hanse.net.octets.Octets;
import java.util.Arrays;

/** Puts numbered packets into a queue and reads their numbers when they come out. */
final class QueueDriver {

    static final int HEADROOM = 32;
    static final int TAILROOM = 16;
    private static final int MIN_OCTETS = 16;
    private static final int FILLED = QueueSettings.SMALL_OCTETS;

    final FairQueue queue;
    private int packets;

    QueueDriver(FairQueue queue) {
        this.queue = queue;
    }

    /** Without CoDel: no packet ever stands too long. */
    static QueueSettings patient(int large, int small, int maxOctets) {
        return new QueueSettings(HEADROOM, TAILROOM, large, small, maxOctets, 1514, 0, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Adds the packet of the next number; how many had to go. Where an IP header would start there is none, so that nothing is marked. */
    int add(int flow, int length, long now) {
        byte[] buffer = queue.reserve();
        int at = queue.readOffset();
        Arrays.fill(buffer, at, at + Math.min(length, FILLED), (byte) packets);
        buffer[at + length - 1] = (byte) packets;
        Octets.putInt32(buffer, at, packets++);
        Octets.putInt32(buffer, at + 4, flow);
        Octets.putInt32(buffer, at + 8, 0);
        Octets.putInt32(buffer, at + 12, length);
        return queue.add(length, flow, now);
    }

    /** A length that has room for the numbers. */
    static int length(int wanted) {
        return Math.max(MIN_OCTETS, wanted);
    }

    /** The number of the selected packet, after a look at its octets. */
    int take() {
        byte[] buffer = queue.buffer();
        int at = queue.offset();
        int number = Octets.int32(buffer, at);
        if (Octets.int32(buffer, at + 12) != queue.length()) {
            throw new AssertionError("packet " + number + " has another length");
        }
        int last = queue.length() - 1;
        for (int i = MIN_OCTETS; i <= last; i = i < FILLED - 1 ? i + 1 : Math.max(i + 1, last)) {
            if (buffer[at + i] != (byte) number) {
                throw new AssertionError("packet " + number + " differs at " + i);
            }
        }
        return number;
    }

    int flow() {
        return Octets.int32(queue.buffer(), queue.offset() + 4);
    }

    /** What the owner of the selected packet may do. */
    void scribble() {
        int at = queue.offset();
        Arrays.fill(queue.buffer(), at - HEADROOM, at + queue.length() + TAILROOM, (byte) 0x5a);
    }

    int added() {
        return packets;
    }
}
