// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The virtual thread on which a source reads, from start to close. For any thread. */
public final class SourceThread {

    private final String source;
    private @Nullable Thread thread;
    private @Nullable ExportReport report;
    private boolean closed;

    /** @param source its name */
    public SourceThread(String source) {
        this.source = source;
    }

    /**
     * Starts to read.
     *
     * @param reading runs until its thread is interrupted
     * @throws IllegalStateException if called twice or after {@link #close}
     */
    public synchronized void start(ExportSource.Listener listener, Consumer<ExportReport> reading) {
        if (closed || thread != null) {
            throw new IllegalStateException("source " + source + ": started twice or after close");
        }
        ExportReport started = new ExportReport(listener);
        report = started;
        thread = Thread.ofVirtual().name("hanse-source-" + source).start(() -> reading.accept(started));
    }

    /** Ends the thread and waits for it, unless called on it; nothing is reported after it returns. Idempotent. */
    public void close() {
        Thread running = stop();
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        try {
            running.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Thread stop() {
        closed = true;
        if (report != null) {
            report.close();
        }
        if (thread != null) {
            thread.interrupt();
        }
        return thread;
    }
}
