// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import java.util.concurrent.TimeUnit;

/**
 * How many datagrams share a system call, where a device or a route may refuse to take several: then it is one for a while, and more are tried again after 30
 * seconds, later ever more seldom. One refused call in so long a time costs nothing, also where it is refused for ever. Confined to one thread; times are
 * {@link System#nanoTime} values.
 */
final class BatchSize {

    static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);
    static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(16);

    private final int most;
    private int datagrams;
    private boolean troubled;
    private boolean taken;
    private long pauseNanos;
    private long sinceNanos;

    /** @param most so many where nothing refuses them; at least 1 */
    BatchSize(int most) {
        this.most = most;
        datagrams = most;
    }

    /** How many may share a call now. */
    int datagrams() {
        return datagrams;
    }

    /** Whether several were refused, and have not been taken for long enough since: only then are the other methods worth a call. */
    boolean isTroubled() {
        return troubled;
    }

    /** Several were refused. Returns whether that is news: a trial that failed is none. */
    boolean onRefused(long nowNanos) {
        boolean news = !troubled;
        pauseNanos = news ? FIRST_PAUSE_NANOS : Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        troubled = true;
        taken = false;
        datagrams = 1;
        sinceNanos = nowNanos;
        return news;
    }

    /** Several were taken. */
    void onTaken() {
        taken = true;
    }

    /**
     * Time has passed; to be called now and then. Several are tried again after the pause, and the trial is over once they were taken for as long: towards
     * another peer the next ones may be refused.
     *
     * @return whether it is over
     */
    boolean onTime(long nowNanos) {
        if (nowNanos - sinceNanos < pauseNanos) {
            return false;
        }
        if (datagrams == 1) {
            datagrams = most;
            sinceNanos = nowNanos;
        } else if (taken) {
            troubled = false;
        }
        return !troubled;
    }
}
