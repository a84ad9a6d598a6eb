// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

/**
 * CoDel (RFC 8289) for each flow: tells when the sender of a packet that leaves the queue must learn that it is too fast. That is so when
 * packets have stood longer than the target for a whole interval, and from then on ever more often until they do no longer. Time is that
 * of {@link System#nanoTime}, hence compared by difference.
 */
final class Codel {

    /** Within as many intervals a flow that is too fast again is told as often as before; section 4.3. */
    private static final int MEMORY_INTERVALS = 16;

    private final long target;
    private final long interval;
    private final int floorOctets;
    private final boolean[] above;
    private final long[] aboveUntil;
    private final boolean[] dropping;
    private final long[] dropNext;
    private final int[] counts;
    private final int[] lastCounts;

    Codel(int flows, QueueSettings settings) {
        target = settings.targetNanos();
        interval = settings.intervalNanos();
        floorOctets = settings.floorOctets();
        above = new boolean[flows];
        aboveUntil = new long[flows];
        dropping = new boolean[flows];
        dropNext = new long[flows];
        counts = new int[flows];
        lastCounts = new int[flows];
    }

    /**
     * Takes note of a packet that leaves its queue.
     *
     * @param arrival when it came
     * @param left octets of the flow that wait behind it
     * @return whether to drop or to mark it
     */
    boolean signals(int flow, long arrival, int left, long now) {
        if (!tooLong(flow, now - arrival, left, now)) {
            dropping[flow] = false;
            return false;
        }
        if (!dropping[flow]) {
            begin(flow, now);
            return true;
        }
        if (now - dropNext[flow] < 0) {
            return false;
        }
        counts[flow]++;
        // At once, as Linux does when it marks. The RFC, which only drops, does so if the next packet is too old as
        // well.
        dropNext[flow] += spacing(counts[flow]);
        return true;
    }

    /** Takes note that a flow has no packet left. */
    void idle(int flow) {
        above[flow] = false;
        dropping[flow] = false;
    }

    private boolean tooLong(int flow, long sojourn, int left, long now) {
        if (sojourn < target || left <= floorOctets) {
            above[flow] = false;
            return false;
        }
        if (!above[flow]) {
            above[flow] = true;
            aboveUntil[flow] = now + interval;
            return false;
        }
        return now - aboveUntil[flow] >= 0;
    }

    private void begin(int flow, long now) {
        int recent = counts[flow] - lastCounts[flow];
        boolean again = recent > 1 && now - dropNext[flow] < MEMORY_INTERVALS * interval;
        dropping[flow] = true;
        counts[flow] = again ? recent : 1;
        lastCounts[flow] = counts[flow];
        dropNext[flow] = now + spacing(counts[flow]);
    }

    private long spacing(int count) {
        return (long) (interval / Math.sqrt(count));
    }
}
