// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Tells flows that send little from those that send much, as packets leave: a bucket of {@link #BURST_OCTETS} for each flow, filled at
 * {@link #RATE_OCTETS} a second. A flow that has sent much counts as such until it has paused for {@link #PAUSE_NANOS}: by then its packets
 * have left every queue on the way, and what overtakes others cannot overtake them.
 */
final class SparseFlows {

    static final int RATE_OCTETS = 4_000_000;
    static final int BURST_OCTETS = 16 << 10;
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long NANOS_PER_OCTET = TimeUnit.SECONDS.toNanos(1) / RATE_OCTETS;

    private final int[] credit;
    private final long[] last;
    private final boolean[] busy;

    SparseFlows(int flows) {
        credit = new int[flows];
        Arrays.fill(credit, BURST_OCTETS);
        last = new long[flows];
        busy = new boolean[flows];
    }

    /** Takes note of a packet that leaves; whether its flow sends little. */
    boolean sends(int flow, int length, long now) {
        long pause = Math.max(0, now - last[flow]);
        last[flow] = now;
        credit[flow] = (int) Math.min(BURST_OCTETS, credit[flow] + pause / NANOS_PER_OCTET) - length;
        busy[flow] = credit[flow] < 0 || length > QueueSettings.SMALL_OCTETS || (busy[flow] && pause < PAUSE_NANOS);
        credit[flow] = Math.max(0, credit[flow]);
        return !busy[flow];
    }
}
