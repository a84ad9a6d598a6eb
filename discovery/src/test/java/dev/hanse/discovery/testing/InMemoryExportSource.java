// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.testing;

import dev.hanse.discovery.ExportReport;
import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import org.jspecify.annotations.Nullable;

/** A source whose content a test sets; reports on the caller's thread. For any thread. */
public final class InMemoryExportSource implements ExportSource {

    private ExportSet exports = ExportSet.EMPTY;
    private @Nullable String failure;
    private @Nullable ExportReport report;
    private boolean closed;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public synchronized void start(Listener listener) {
        if (closed || report != null) {
            throw new IllegalStateException("source memory: started twice or after close");
        }
        report = new ExportReport(listener);
        tell();
    }

    /** Replaces what the source exports. */
    public synchronized void set(ExportSet next) {
        exports = next;
        tell();
    }

    /** Lets every read fail until {@link #repair}. */
    public synchronized void fail(String reason) {
        failure = reason;
        tell();
    }

    /** Lets reads succeed again. */
    public synchronized void repair() {
        failure = null;
        tell();
    }

    private void tell() {
        ExportReport to = report;
        if (to != null && failure != null) {
            to.failed(failure);
        } else if (to != null) {
            to.read(exports);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (report != null) {
            report.close();
        }
    }
}
