// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.PathReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides when the paths are told: at once after a change, and at regular intervals. Reports that there was no room for
 * collapse into the newest. Belongs to the control loop.
 */
final class PathReporting {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final ControlLoop loop;
    private final Supplier<PathReport> paths;
    private final Runnable room;
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;
    private boolean due;

    /** @param room is asked to send what is due, where there is room for it */
    PathReporting(ControlLoop loop, Supplier<PathReport> paths, Runnable room) {
        this.loop = loop;
        this.paths = paths;
        this.room = room;
    }

    void start() {
        timer = loop.schedule(EVERY, this::start);
        onChanged();
    }

    void onChanged() {
        due = true;
        room.run();
    }

    /** The newest report if one is due. */
    Optional<ExchangeRequest> next() {
        if (!due) {
            return Optional.empty();
        }
        due = false;
        return Optional.of(
                ExchangeRequest.newBuilder().setPathReport(paths.get()).build());
    }

    void cancel() {
        timer.cancel();
    }
}
