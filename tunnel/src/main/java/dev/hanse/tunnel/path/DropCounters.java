// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;

/** One counter per {@link DropReason}. One thread counts; any thread reads values that may be a moment old. */
public final class DropCounters {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final DropReason[] REASONS = DropReason.values();

    /** A cache line before and behind, so that no other worker's counters share one. */
    private static final int PADDING = 8;

    private final long[] counts = new long[PADDING + REASONS.length + PADDING];

    /** Counts one. */
    public void count(DropReason reason) {
        add(reason, 1);
    }

    /** Counts several. */
    public void add(DropReason reason, long packets) {
        int at = PADDING + reason.ordinal();
        ELEMENT.setOpaque(counts, at, counts[at] + packets);
    }

    /** Adds what was counted to a sum; reasons that did not occur are left out. */
    public void addTo(Map<DropReason, Long> sums) {
        for (DropReason reason : REASONS) {
            long packets = (long) ELEMENT.getOpaque(counts, PADDING + reason.ordinal());
            if (packets > 0) {
                sums.merge(reason, packets, Long::sum);
            }
        }
    }

    /** What was counted. */
    public Map<DropReason, Long> toMap() {
        Map<DropReason, Long> sums = new EnumMap<>(DropReason.class);
        addTo(sums);
        return sums;
    }
}
