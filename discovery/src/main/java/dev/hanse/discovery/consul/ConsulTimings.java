// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.time.Duration;

/**
 * Times that operators have no reason to turn; tests do.
 *
 * @param hold longest time for which Consul holds back an answer
 * @param pace least time between two queries of one loop
 * @param leastBackoff bound of the first wait after a failure
 * @param mostBackoff bound of all later ones
 */
record ConsulTimings(Duration hold, Duration pace, Duration leastBackoff, Duration mostBackoff) {

    static final ConsulTimings STANDARD = new ConsulTimings(
            Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(10));
}
