// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import dev.hanse.e2e.host.TestProcess;
import java.time.Duration;

/** A process that stands still most of the time, until this is closed. */
final class SlowProcess implements AutoCloseable {

    private static final Duration STILL = Duration.ofMillis(900);
    private static final Duration AWAKE = Duration.ofMillis(100);

    private final TestProcess process;
    private final Thread stopper;
    private volatile boolean closed;

    private SlowProcess(TestProcess process) {
        this.process = process;
        this.stopper = Thread.ofVirtual().name("slow").unstarted(this::run);
    }

    static SlowProcess slow(TestProcess process) {
        SlowProcess slow = new SlowProcess(process);
        slow.stopper.start();
        return slow;
    }

    private void run() {
        try {
            while (!closed) {
                process.signal("STOP");
                Thread.sleep(STILL);
                process.signal("CONT");
                Thread.sleep(AWAKE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            stopper.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.signal("CONT");
    }
}
