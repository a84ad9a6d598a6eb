// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long things take.
 *
 * @param answer longest time until an answer begins, and between two parts of a list
 * @param silence longest time without a word on a watch: bookmarks come every minute
 * @param leastWatch shortest time after which the server is asked to end a watch, in whole seconds
 * @param mostWatch longest such time
 * @param pace least time between two reports, so that many changes make few sets
 * @param steady a watch that lasts so long makes the next wait short again
 * @param leastBackoff bound of the first wait after a failure
 * @param mostBackoff bound of all later ones
 */
public record KubernetesTimings(
        Duration answer,
        Duration silence,
        Duration leastWatch,
        Duration mostWatch,
        Duration pace,
        Duration steady,
        Duration leastBackoff,
        Duration mostBackoff) {

    /** What real clusters bear. */
    public static final KubernetesTimings STANDARD = new KubernetesTimings(
            Duration.ofSeconds(30),
            Duration.ofSeconds(150),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMillis(20),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofSeconds(10));

    /** Waits after failures, never shorter than half of the first bound, so that a refused connection makes no busy loop. */
    Backoff backoff(RandomGenerator random) {
        return new Backoff(TimeUnit.MILLISECONDS, leastBackoff.dividedBy(2), leastBackoff, mostBackoff, random);
    }

    /** When the server is to end a watch, in seconds; apart, so that the kinds do not come back together. */
    long watchSeconds(RandomGenerator random) {
        return random.nextLong(leastWatch.toSeconds(), mostWatch.toSeconds() + 1);
    }
}
