// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.WriteReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides when it is told what cannot be written: looks every two seconds whether it is another thing than was told on this stream. Belongs to the control loop. */
final class WriteReporting {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final ControlLoop loop;
    private final Supplier<WriteReport> writes;
    private final Runnable room;
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;
    private WriteReport told = WriteReport.getDefaultInstance();
    private boolean due;

    /** @param room is asked to send what is due, where there is room for it */
    WriteReporting(ControlLoop loop, Supplier<WriteReport> writes, Runnable room) {
        this.loop = loop;
        this.writes = writes;
        this.room = room;
    }

    void start() {
        timer = loop.schedule(EVERY, this::start);
        due = true;
        room.run();
    }

    /** The newest report if it is due and says anything new: of a stream on which nothing was said nothing is known. */
    Optional<ExchangeRequest> next() {
        if (!due) {
            return Optional.empty();
        }
        due = false;
        WriteReport newest = writes.get();
        if (newest.equals(told)) {
            return Optional.empty();
        }
        told = newest;
        return Optional.of(ExchangeRequest.newBuilder().setWriteReport(newest).build());
    }

    void cancel() {
        timer.cancel();
    }
}
