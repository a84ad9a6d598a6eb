// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import java.util.Optional;

/**
 * A place where a cluster's exports are read: Kubernetes, Consul, a file. A source reads by itself until closed and hands every change to its
 * listener.
 *
 * <p>A failed read is never "no services": the source reports {@link Listener#onStale} and the last set stays valid until a read succeeds. Nor is what looks
 * as if all were lost: a registry that was emptied or replaced is stale too. A source that reads its services one by one lets one that fails hold up no other
 * ({@link Listener#onPartial}).
 */
public interface ExportSource extends AutoCloseable {

    /** A short word for logs and metrics: {@code file}, {@code consul}, {@code kubernetes}. */
    String name();

    /**
     * Begins to read; returns at once.
     *
     * @param listener called from one thread at a time, in the order of what was read
     * @throws IllegalStateException if called twice or after {@link #close}
     */
    void start(Listener listener);

    /** Who is to be told what became of exports; empty: those who export with this source read it elsewhere. The same each time. */
    default Optional<ConditionListener> conditions() {
        return Optional.empty();
    }

    /** Stops reading and ends every thread; no call reaches the listener after it returns. Idempotent. */
    @Override
    void close();

    /** Takes what a source reads. Must return quickly. */
    interface Listener {

        /** A complete set was read; it replaces the one before. Comes on change, and after the other two as soon as reading works again. */
        void onExports(ExportSet exports);

        /**
         * A part could be read. The set replaces the one before as in {@link #onExports}: it holds what was read now, and what this source read before of
         * the rest. What an earlier run of the process exported and this one has not read so far stays valid beside it. Comes on change; a part that
         * fails without one is {@link #onStale}.
         *
         * @param reason for an operator: what part failed and what to do
         */
        void onPartial(ExportSet exports, String reason);

        /**
         * Reading fails; the last set stays valid. Reported once per failure, not once per attempt, and again where the reason changes.
         *
         * @param reason for an operator: what failed and what to do
         */
        void onStale(String reason);
    }
}
