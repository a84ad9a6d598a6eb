// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.Tai64n;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * Time stamps for initiations to one peer: each later than the one before, also if the wall clock steps back, and
 * rounded down to some 17 ms, so that they give no exact clock to an observer of our timing (as WireGuard does).
 */
final class TimestampSource {

    private static final int ROUND_TO_NANOS = 1 << 24;

    private final InstantSource clock;
    private @Nullable Instant last;

    TimestampSource(InstantSource clock) {
        this.clock = clock;
    }

    Tai64n next() {
        Instant now = clock.instant();
        now = now.with(ChronoField.NANO_OF_SECOND, now.getNano() & -ROUND_TO_NANOS);
        if (last != null && !now.isAfter(last)) {
            now = last.plusNanos(ROUND_TO_NANOS);
        }
        last = now;
        return Tai64n.of(now);
    }
}
