// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.session.WorkerCells;
import java.util.stream.IntStream;

/**
 * What one worker measures of one peer in one direction: how many datagrams share a system call, and, for one frame in {@link #SAMPLE_EVERY}, how
 * long its cipher takes. The worker counts; any thread reads values that may be a moment old.
 */
public final class DirectionCounters {

    /** So rarely that reading the clock twice costs nothing that can be measured. */
    static final int SAMPLE_EVERY = 1024;

    private static final int DATAGRAMS = DirectionCounts.BUCKETS;
    private static final int TURN = DATAGRAMS + 1;
    private static final int SAMPLES = DATAGRAMS + 2;
    private static final int SAMPLED_NANOS = DATAGRAMS + 3;
    private static final int SAMPLED_OCTETS = DATAGRAMS + 4;
    private static final int CELLS = DATAGRAMS + 5;

    private final WorkerCells cells = new WorkerCells(CELLS);

    /** Nothing was measured yet. */
    DirectionCounters() {}

    /** {@code datagrams} went through one system call, at least one. */
    void burst(int datagrams) {
        cells.add(DirectionCounts.bucket(datagrams), 1);
        cells.add(DATAGRAMS, datagrams);
    }

    /** Whether the frame that is next is to be timed. */
    boolean sampling() {
        long turn = cells.own(TURN) + 1;
        cells.write(TURN, turn);
        return turn % SAMPLE_EVERY == 0;
    }

    /** The cipher took so long for a frame of so many octets. */
    void sampled(long nanos, int octets) {
        cells.add(SAMPLES, 1);
        cells.add(SAMPLED_OCTETS, octets);
        cells.add(SAMPLED_NANOS, nanos);
    }

    /** What was measured. */
    public DirectionCounts read() {
        return new DirectionCounts(
                IntStream.range(0, DirectionCounts.BUCKETS)
                        .mapToObj(cells::read)
                        .toList(),
                cells.read(DATAGRAMS),
                cells.read(SAMPLES),
                cells.read(SAMPLED_NANOS),
                cells.read(SAMPLED_OCTETS));
    }
}
