// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * When which process dies.
 *
 * @param seed tells everything else
 * @param controlPlane whether it is the control plane that dies, every other time; else the gateway
 * @param share of the time that a step takes, from its begin
 */
record Moment(int seed, boolean controlPlane, double share) {

    static Moment of(int seed) {
        return new Moment(seed, seed % 2 == 1, new Random(seed * 0x9E3779B97F4A7C15L).nextDouble());
    }

    /** Lets so much of the step's time pass. Nothing is waited for: what has happened by then is what the test is about. */
    void await(Duration step) {
        try {
            TimeUnit.NANOSECONDS.sleep((long) (step.toNanos() * share));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public String toString() {
        return "seed %d: the %s dies after %.0f %% of the step"
                .formatted(seed, controlPlane ? "control plane" : "gateway", 100 * share);
    }
}
