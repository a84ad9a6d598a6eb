// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import java.time.Duration;
import java.time.Instant;

/** Both clocks in one, moved by the test. */
final class FakeClock {

    private long nanos = 1_000_000_000L;

    long nanos() {
        return nanos;
    }

    Instant instant() {
        return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos);
    }

    void advance(Duration time) {
        nanos += time.toNanos();
    }
}
