// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import com.google.protobuf.Timestamp;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Says at regular intervals that this end lives; also when something else was sent: it costs little, and the other end's
 * watch never depends on what else is said. Belongs to the control loop.
 */
final class Heartbeats {

    private final ControlLoop loop;
    private final Clock clock;
    private final Consumer<ExchangeRequest> out;
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;

    Heartbeats(ControlLoop loop, Clock clock, Consumer<ExchangeRequest> out) {
        this.loop = loop;
        this.clock = clock;
        this.out = out;
    }

    void start(Duration every) {
        timer = loop.schedule(every, () -> {
            Instant now = clock.instant();
            Timestamp.Builder at =
                    Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano());
            out.accept(ExchangeRequest.newBuilder()
                    .setHeartbeat(Heartbeat.newBuilder().setSentAt(at))
                    .build());
            start(every);
        });
    }

    void cancel() {
        timer.cancel();
    }
}
