// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import java.util.concurrent.TimeUnit;

/**
 * What a path that loses packets does to long frames: with one piece all of a frame is gone, sixteen packets for one. Whoever receives counts frames that
 * stayed in pieces and says so in its answers to probes; whoever sends then sends short frames for a while. A frame that is lost with all its pieces, as
 * bursts are at a socket, leaves nothing behind and is not counted. Owned by one data worker.
 */
final class LongFrameLosses {

    /** More than one frame of so many in pieces is told, or one of fewer: below that long frames gain more than they lose, and where few are sent short ones cost little. */
    static final int TOLERATED = 128;

    /** For so long after the last word short frames go out; then long ones try the path again. */
    static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private int whole;
    private int missing;
    private boolean heard;
    private long heardNanos;

    /** A piece came: its frame is whole now, or what {@code outcome} says became of it. */
    void count(boolean complete, FrameAssembly.Outcome outcome) {
        if (complete) {
            whole++;
        } else if (outcome == FrameAssembly.Outcome.REPLACED) {
            missing++;
        }
    }

    /** Whether too many frames stayed in pieces since the last call. */
    boolean takeMissing() {
        boolean many = missing > 0 && (long) missing * TOLERATED > whole;
        whole = 0;
        missing = 0;
        return many;
    }

    /** The peer says that it misses pieces. */
    void onMissing(long now) {
        heard = true;
        heardNanos = now;
    }

    /** Whether long frames may go to the peer. */
    boolean maySendLong(long now) {
        heard = heard && now - heardNanos < SHORT_NANOS;
        return !heard;
    }
}
