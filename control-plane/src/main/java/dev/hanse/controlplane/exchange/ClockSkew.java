// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.proto.v1.Heartbeat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Notices once per stream that a gateway's clock is wrong, by its heartbeats. Called by the stream's reader. */
final class ClockSkew {

    private static final Duration NOTABLE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private boolean noticed;

    ClockSkew(InstantSource clock) {
        this.clock = clock;
    }

    /** By how much the clock differs; empty: by too little to tell, or it was told already. */
    Optional<Duration> notable(Heartbeat heartbeat) {
        if (!heartbeat.hasSentAt() || noticed) {
            return Optional.empty();
        }
        Duration skew = Duration.between(ReceivedTime.of(heartbeat.getSentAt()), clock.instant());
        noticed = skew.abs().compareTo(NOTABLE) > 0;
        return noticed ? Optional.of(skew) : Optional.empty();
    }
}
