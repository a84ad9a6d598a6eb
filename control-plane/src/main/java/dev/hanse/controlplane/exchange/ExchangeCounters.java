// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import java.util.concurrent.atomic.LongAdder;

/** What went over all streams since the start. Thread-safe. */
public final class ExchangeCounters {

    private final LongAdder exportDeltas = new LongAdder();
    private final LongAdder refusedItems = new LongAdder();
    private final LongAdder viewDeltas = new LongAdder();
    private final LongAdder snapshots = new LongAdder();
    private final LongAdder streamsEnded = new LongAdder();

    void onExportDelta(int refusals) {
        exportDeltas.increment();
        refusedItems.add(refusals);
    }

    void onViewDelta(boolean snapshotBegin) {
        viewDeltas.increment();
        snapshots.add(snapshotBegin ? 1 : 0);
    }

    void onStreamEnded() {
        streamsEnded.increment();
    }

    /** Export deltas received. */
    public long exportDeltas() {
        return exportDeltas.sum();
    }

    /** Exported items refused. */
    public long refusedItems() {
        return refusedItems.sum();
    }

    /** View deltas sent. */
    public long viewDeltas() {
        return viewDeltas.sum();
    }

    /** Snapshots among the changes of views sent. */
    public long snapshots() {
        return snapshots.sum();
    }

    /** Streams that have ended. */
    public long streamsEnded() {
        return streamsEnded.sum();
    }
}
