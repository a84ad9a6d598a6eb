// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.session.WorkerCells;
import java.util.EnumMap;
import java.util.Map;

/** One counter per {@link DropReason}. One thread counts; any thread reads values that may be a moment old. */
public final class DropCounters {

    private static final DropReason[] REASONS = DropReason.values();

    private final WorkerCells counts = new WorkerCells(REASONS.length);

    /** Counts one. */
    public void count(DropReason reason) {
        add(reason, 1);
    }

    /** Counts several. */
    public void add(DropReason reason, long packets) {
        counts.add(reason.ordinal(), packets);
    }

    /** Adds what was counted to a sum; reasons that did not occur are left out. */
    public void addTo(Map<DropReason, Long> sums) {
        for (DropReason reason : REASONS) {
            long packets = counts.read(reason.ordinal());
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
