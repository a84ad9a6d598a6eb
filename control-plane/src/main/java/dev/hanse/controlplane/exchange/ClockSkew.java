// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.proto.v1.Heartbeat;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once per stream that a gateway's clock is wrong, by its heartbeats. Called by the stream's reader. */
final class ClockSkew {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private static final Duration NOTABLE = Duration.ofMinutes(5);

    private final GatewayId gateway;
    private final InstantSource clock;
    private boolean told;

    ClockSkew(GatewayId gateway, InstantSource clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    void take(Heartbeat heartbeat) {
        if (!heartbeat.hasSentAt() || told) {
            return;
        }
        Duration skew = Duration.between(ReceivedTime.of(heartbeat.getSentAt()), clock.instant());
        if (skew.abs().compareTo(NOTABLE) > 0) {
            told = true;
            LOG.warn("gateway {}: its clock differs by {} s; check time synchronisation", gateway, skew.toSeconds());
        }
    }
}
