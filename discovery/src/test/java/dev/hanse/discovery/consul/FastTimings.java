// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.time.Duration;

/** Times that let tests pass quickly. */
final class FastTimings {

    static final Duration HOLD = Duration.ofSeconds(1);

    static final ConsulTimings FAST =
            new ConsulTimings(HOLD, HOLD, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(50));

    private FastTimings() {}
}
