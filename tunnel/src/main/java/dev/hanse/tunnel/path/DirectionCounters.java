// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.session.WorkerCells;
import java.util.stream.IntStream;

/**
 * What one worker measures of one peer in one direction: how many frames share a system call, and, for one frame in {@link #SAMPLE_EVERY}, how
 * long its cipher takes. The worker counts; any thread reads values that may be a moment old.
 */
public final class DirectionCounters {

    /** So rarely that reading the clock twice costs nothing that can be measured. */
    static final int SAMPLE_EVERY = 1024;

    private static final int FRAMES = DirectionCounts.BUCKETS;
    private static final int TURN = FRAMES + 1;
    private static final int SAMPLES = FRAMES + 2;
    private static final int SAMPLED_NANOS = FRAMES + 3;
    private static final int CELLS = FRAMES + 4;

    private final WorkerCells cells = new WorkerCells(CELLS);

    /** Nothing was measured yet. */
    DirectionCounters() {}

    /** {@code frames} went through one system call, at least one. */
    void burst(int frames) {
        cells.add(DirectionCounts.bucket(frames), 1);
        cells.add(FRAMES, frames);
    }

    /** Whether the frame that is next is to be timed. */
    boolean sampling() {
        long turn = cells.own(TURN) + 1;
        cells.write(TURN, turn);
        return turn % SAMPLE_EVERY == 0;
    }

    /** The cipher took so long for a frame. */
    void sampled(long nanos) {
        cells.add(SAMPLES, 1);
        cells.add(SAMPLED_NANOS, nanos);
    }

    /** What was measured. */
    public DirectionCounts read() {
        return new DirectionCounts(
                IntStream.range(0, DirectionCounts.BUCKETS)
                        .mapToObj(cells::read)
                        .toList(),
                cells.read(FRAMES),
                cells.read(SAMPLES),
                cells.read(SAMPLED_NANOS));
    }
}
