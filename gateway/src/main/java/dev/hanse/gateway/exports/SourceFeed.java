// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;
import dev.hanse.gateway.storage.DebouncedWrite;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one source has said last, in memory and on disk. Belongs to the control loop; {@link #load}, {@link #retryWrites}
 * and {@link #failure} may be called from any thread.
 */
final class SourceFeed {

    /** Operators search their logs for this name. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.gateway.ExportBridge");

    private final String name;
    private final SavedExports saved;
    private final DebouncedWrite writes;
    private final Clock clock;

    private final KeptExports earlier = new KeptExports();
    private ExportSet last = ExportSet.EMPTY;
    private boolean kept;
    private boolean read;
    private String staleReason = "";
    private Instant since;

    SourceFeed(String name, SavedExports saved, DebouncedWrite writes, Clock clock) {
        this.name = name;
        this.saved = saved;
        this.writes = writes;
        this.clock = clock;
        this.since = clock.instant();
    }

    String name() {
        return name;
    }

    /**
     * What it said in an earlier run. Blocks for the file.
     *
     * @return what makes that known, on the control loop
     */
    Runnable load() {
        return saved.load().<Runnable>map(set -> () -> onKept(set)).orElse(() -> {});
    }

    private void onKept(ExportSet set) {
        earlier.keep(set);
        last = set;
        kept = true;
    }

    /** It was read. */
    void onExports(ExportSet set) {
        if (!staleReason.isEmpty()) {
            LOG.info("source {}: read again", name);
            since = clock.instant();
        }
        staleReason = "";
        earlier.forget();
        boolean first = !read;
        read = true;
        take(set, first);
    }

    /**
     * A part of it was read; what an earlier run exported and this one could not read so far stays. It counts as read only
     * once all of it was: what was not named so far is unknown.
     */
    void onPartial(ExportSet set, String reason) {
        if (!reason.equals(staleReason)) {
            onStale(reason);
        }
        take(earlier.beside(set), false);
    }

    private void take(ExportSet set, boolean first) {
        boolean changed = first || !last.equals(set);
        last = set;
        if (changed) {
            writes.change(() -> () -> saved.save(set));
        }
    }

    /** It cannot be read. */
    void onStale(String reason) {
        LOG.warn("source {}: cannot be read, its last exports stay valid: {}", name, reason);
        staleReason = reason;
        since = clock.instant();
    }

    /** How much is known of it. */
    Coverage coverage() {
        if (read) {
            return Coverage.READ;
        }
        if (staleReason.isEmpty()) {
            return Coverage.UNHEARD;
        }
        return kept ? Coverage.KEPT : Coverage.UNKNOWN;
    }

    ExportSet last() {
        return last;
    }

    SourceStatus status() {
        return new SourceStatus(name, read, staleReason, since, last.exports().size());
    }

    /** Keeps what has not been kept yet. */
    void flush() {
        writes.flush();
    }

    /** Tries again to write what could not be written. Any thread; blocks for the file. */
    void retryWrites() {
        saved.retry();
    }

    /** Why the file does not hold what it said last; empty: it does. */
    String failure() {
        return saved.failure();
    }
}
