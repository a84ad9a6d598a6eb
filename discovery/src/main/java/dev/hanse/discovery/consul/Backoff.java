// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waiting times between attempts: doubled after each failure, with full jitter so that many clients do not come back together. One thread. */
final class Backoff {

    private final Duration least;
    private final Duration most;
    private final RandomGenerator random;
    private Duration bound;

    Backoff(Duration least, Duration most, RandomGenerator random) {
        this.least = least;
        this.most = most;
        this.random = random;
        this.bound = least;
    }

    /** From half the least to the current bound. */
    Duration next() {
        long floor = least.toMillis() / 2;
        Duration wait = Duration.ofMillis(floor + random.nextLong(bound.toMillis() - floor + 1));
        Duration doubled = bound.multipliedBy(2);
        bound = doubled.compareTo(most) < 0 ? doubled : most;
        return wait;
    }

    /** An attempt succeeded. */
    void reset() {
        bound = least;
    }
}
