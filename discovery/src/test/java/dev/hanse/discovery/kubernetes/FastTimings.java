// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.time.Duration;

/** Waits that a test can stand; generous where one that is too short would be a fault of the test. */
final class FastTimings {

    static final KubernetesTimings TIMINGS = silence(Duration.ofSeconds(60));

    private FastTimings() {}

    static KubernetesTimings silence(Duration silence) {
        return new KubernetesTimings(
                Duration.ofSeconds(20),
                silence,
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofMillis(1),
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                Duration.ofMillis(50));
    }
}
