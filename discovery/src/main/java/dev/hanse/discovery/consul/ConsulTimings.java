// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Times that operators have no reason to turn; tests do.
 *
 * @param hold longest time for which Consul holds back an answer
 * @param doubt the same where what is known of a service is stale: rights that come back change nothing that Consul would wake a query for
 * @param pace least time between two queries of one loop
 * @param leastBackoff bound of the first wait after a failure
 * @param mostBackoff bound of all later ones
 */
public record ConsulTimings(Duration hold, Duration doubt, Duration pace, Duration leastBackoff, Duration mostBackoff) {

    /** Of a real Consul. */
    public static final ConsulTimings STANDARD = new ConsulTimings(
            Duration.ofSeconds(30),
            Duration.ofSeconds(4),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(10));

    /** Waits after failures: whole milliseconds, at least half of the first bound, so that a refused connection makes no busy loop. */
    public Backoff backoff(RandomGenerator random) {
        return new Backoff(TimeUnit.MILLISECONDS, leastBackoff.dividedBy(2), leastBackoff, mostBackoff, random);
    }
}
