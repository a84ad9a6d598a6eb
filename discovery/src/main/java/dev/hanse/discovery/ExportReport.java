// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source's way to its listener: passes on each set and each failure once, one call at a time, and nothing after it is closed. For any thread; the
 * lock is held while the listener runs, which keeps the calls in order.
 */
public final class ExportReport {

    private static final Logger LOG = LoggerFactory.getLogger(ExportReport.class);

    private final ExportSource.Listener listener;
    private @Nullable ExportSet last;
    private @Nullable String failure;
    private boolean closed;

    /** Reports to one listener. */
    public ExportReport(ExportSource.Listener listener) {
        this.listener = listener;
    }

    /** A read succeeded. */
    public synchronized void read(ExportSet exports) {
        if (!closed && (failure != null || !exports.equals(last))) {
            failure = null;
            last = exports;
            call(() -> listener.onExports(exports));
        }
    }

    /** A part could be read; of the rest the set holds what was read before. */
    public synchronized void partial(ExportSet exports, String reason) {
        if (exports.equals(last)) {
            failed(reason);
        } else if (!closed) {
            failure = reason;
            last = exports;
            call(() -> listener.onPartial(exports, reason));
        }
    }

    /** A read failed. */
    public synchronized void failed(String reason) {
        if (!closed && !reason.equals(failure)) {
            failure = reason;
            call(() -> listener.onStale(reason));
        }
    }

    /** A listener that throws must not end the source. */
    private static void call(Runnable toListener) {
        try {
            toListener.run();
        } catch (RuntimeException e) {
            LOG.error("a listener of exports failed", e);
        }
    }

    /** Nothing is passed on after this returns. */
    public synchronized void close() {
        closed = true;
    }
}
