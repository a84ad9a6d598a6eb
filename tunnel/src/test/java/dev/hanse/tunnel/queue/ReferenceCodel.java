// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One queue under CoDel, written down as in RFC 8289 section 5: with a queue of its own and two loops, where ours answers packet by
 * packet. Time begins at 1, since zero means "never" there.
 */
final class ReferenceCodel {

    record Waiting(int id, int octets, long arrival) {}

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final long target;
    private final long interval;
    private final int maxPacket;
    private int octets;
    private long firstAboveTime;
    private long dropNext;
    private int count;
    private int lastCount;
    private boolean dropping;
    private boolean okToDrop;

    ReferenceCodel(long target, long interval, int maxPacket) {
        this.target = target;
        this.interval = interval;
        this.maxPacket = maxPacket;
    }

    void enqueue(Waiting packet) {
        queue.add(packet);
        octets += packet.octets();
    }

    List<Integer> dropped() {
        return dropped;
    }

    @Nullable
    Waiting dequeue(long now) {
        Waiting packet = doDequeue(now);
        if (packet == null) {
            dropping = false;
            return null;
        }
        if (dropping) {
            if (!okToDrop) {
                dropping = false;
            }
            while (packet != null && now >= dropNext && dropping) {
                dropped.add(packet.id());
                count++;
                packet = doDequeue(now);
                // Before the question, not after it: see Codel.
                dropNext = controlLaw(dropNext, count);
                if (!okToDrop) {
                    dropping = false;
                }
            }
        } else if (okToDrop) {
            dropped.add(packet.id());
            packet = doDequeue(now);
            dropping = true;
            int delta = count - lastCount;
            count = 1;
            if (delta > 1 && now - dropNext < 16 * interval) {
                count = delta;
            }
            dropNext = controlLaw(now, count);
            lastCount = count;
        }
        return packet;
    }

    private @Nullable Waiting doDequeue(long now) {
        Waiting packet = queue.poll();
        okToDrop = false;
        if (packet == null) {
            firstAboveTime = 0;
            return null;
        }
        octets -= packet.octets();
        if (now - packet.arrival() < target || octets <= maxPacket) {
            firstAboveTime = 0;
        } else if (firstAboveTime == 0) {
            firstAboveTime = now + interval;
        } else if (now >= firstAboveTime) {
            okToDrop = true;
        }
        return packet;
    }

    private long controlLaw(long time, int drops) {
        return time + (long) (interval / Math.sqrt(drops));
    }
}
