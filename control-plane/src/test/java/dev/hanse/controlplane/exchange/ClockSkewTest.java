// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.hanse.proto.v1.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Protects operators from a wrong clock that nobody notices, and from being told of it every five seconds. */
class ClockSkewTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final ClockSkew skew = new ClockSkew(InstantSource.fixed(NOW));

    private static Heartbeat sentAt(Instant time) {
        return Heartbeat.newBuilder()
                .setSentAt(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                .build();
    }

    @Test
    void smallDifferenceIsNotWorthTelling() {
        assertThat(skew.notable(Heartbeat.getDefaultInstance())).isEmpty();
        assertThat(skew.notable(sentAt(NOW.minus(Duration.ofMinutes(5))))).isEmpty();
        assertThat(skew.notable(sentAt(NOW.plus(Duration.ofMinutes(5))))).isEmpty();
    }

    @Test
    void largeDifferenceIsToldOnce() {
        assertThat(skew.notable(sentAt(NOW.plus(Duration.ofMinutes(6))))).contains(Duration.ofMinutes(-6));
        assertThat(skew.notable(sentAt(NOW.plus(Duration.ofMinutes(6))))).isEmpty();
    }
}
