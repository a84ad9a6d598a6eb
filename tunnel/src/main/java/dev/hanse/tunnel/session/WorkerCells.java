// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbers that one data worker writes for every packet and others read now and then, without a fence. They lie apart
 * from whatever else is on the heap, so that two workers never write to one cache line; two lines on each side, since
 * processors fetch lines in pairs.
 */
public final class WorkerCells {

    private static final int PADDING = 128 / Long.BYTES;
    private static final VarHandle ELEMENT =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    private final long[] cells;

    /** So many, all zero. */
    public WorkerCells(int count) {
        cells = new long[PADDING + count + PADDING];
    }

    /** The worker's own view. */
    public long own(int cell) {
        return cells[PADDING + cell];
    }

    /** Any thread; may be a moment old, never torn. */
    public long read(int cell) {
        return (long) ELEMENT.getOpaque(cells, PADDING + cell);
    }

    /** The worker alone. */
    public void write(int cell, long value) {
        ELEMENT.setOpaque(cells, PADDING + cell, value);
    }

    /** The worker alone. */
    public void add(int cell, long amount) {
        write(cell, own(cell) + amount);
    }
}
