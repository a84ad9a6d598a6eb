// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.util.Arrays;

/**
 * Which counters of one receiving key have been seen (RFC 6479: a ring of bitmap blocks, no shifting). Counters may
 * arrive out of order by up to {@link #SIZE}; older ones and repetitions are refused. Owned by one thread.
 */
public final class ReplayWindow {

    private static final int BLOCK_BITS = Long.SIZE;
    private static final int BLOCKS = 128;

    /**
     * How far behind the highest accepted counter another one may lie. One block of the ring is always being reused.
     */
    public static final int SIZE = (BLOCKS - 1) * BLOCK_BITS;

    private final long[] blocks = new long[BLOCKS];
    private long highest;

    /**
     * Whether {@code counter} could be accepted: neither too old nor seen. Changes nothing, hence may be asked before
     * the tag of a frame is checked, to keep floods of old frames cheap.
     *
     * @param counter unsigned
     */
    public boolean acceptable(long counter) {
        if (Long.compareUnsigned(counter, highest) > 0) {
            return true;
        }
        return Long.compareUnsigned(highest - counter, SIZE) < 0 && (blocks[block(counter)] & bit(counter)) == 0;
    }

    /**
     * Takes {@code counter} if it is acceptable. Only for authenticated frames: otherwise a forger could move the
     * window.
     *
     * @param counter unsigned
     * @return whether it was taken
     */
    public boolean accept(long counter) {
        if (!acceptable(counter)) {
            return false;
        }
        if (Long.compareUnsigned(counter, highest) > 0) {
            clearBlocksUpTo(counter);
            highest = counter;
        }
        blocks[block(counter)] |= bit(counter);
        return true;
    }

    private void clearBlocksUpTo(long counter) {
        long from = highest >>> 6;
        long steps = (counter >>> 6) - from;
        if (steps >= BLOCKS) {
            Arrays.fill(blocks, 0);
            return;
        }
        for (long step = 1; step <= steps; step++) {
            blocks[(int) (from + step) & BLOCKS - 1] = 0;
        }
    }

    private static int block(long counter) {
        return (int) (counter >>> 6) & BLOCKS - 1;
    }

    private static long bit(long counter) {
        return 1L << counter;
    }
}
