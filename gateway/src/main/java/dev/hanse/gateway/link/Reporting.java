// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.proto.v1.ExchangeRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides when one kind of report is due: at regular intervals, and at once after a change that it is told of. Reports that there was no room for collapse into the newest. Belongs to
 * the control loop.
 */
final class Reporting {

    private final ControlLoop loop;
    private final Duration every;
    private final Supplier<Optional<ExchangeRequest>> newest;
    private final Runnable room;
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;
    private boolean due;

    /**
     * @param newest the report at the moment of the call; empty: there is nothing to say
     * @param room is asked to send what is due, where there is room for it
     */
    Reporting(ControlLoop loop, Duration every, Supplier<Optional<ExchangeRequest>> newest, Runnable room) {
        this.loop = loop;
        this.every = every;
        this.newest = newest;
        this.room = room;
    }

    void start() {
        timer = loop.schedule(every, this::start);
        onChanged();
    }

    void onChanged() {
        due = true;
        room.run();
    }

    /** The newest report if one is due and says anything. */
    Optional<ExchangeRequest> next() {
        if (!due) {
            return Optional.empty();
        }
        due = false;
        return newest.get();
    }

    void cancel() {
        timer.cancel();
    }
}
