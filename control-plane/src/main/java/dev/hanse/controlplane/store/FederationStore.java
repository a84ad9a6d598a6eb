// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.AuditRecord;
import java.util.List;
import java.util.Map;

/** Keeps state across restarts. Blocking; one caller at a time. */
public interface FederationStore extends AutoCloseable {

    /**
     * Reads everything.
     *
     * @throws StoreUnavailableException if it cannot be read
     */
    SavedState load();

    /**
     * What the store remembers of itself; a mark that is missing was never set.
     *
     * @throws StoreUnavailableException if it cannot be read
     */
    Map<StoreMark, String> marks();

    /**
     * Makes changes durable in this order, all of them or none. On return they survive a loss of power.
     *
     * @throws StoreUnavailableException if they could not be written; nothing was changed, and a later call may succeed
     */
    void commit(List<StateChange> changes);

    /**
     * Changes are in effect though {@link #commit} could not write them, and are committed again later. What they take away
     * from members must not come back with a crash before that, if that can be helped.
     */
    default void inEffect(List<StateChange> changes) {}

    /**
     * Lines of the audit log, newest first.
     *
     * @param filter which
     * @param before only those before this place; {@link Long#MAX_VALUE}: from the newest
     * @param limit at most this many
     * @throws StoreUnavailableException if it cannot be read
     */
    List<AuditRecord> audit(AuditFilter filter, long before, int limit);

    /** The newest lines of the audit log, newest first. */
    default List<AuditEntry> audit(int limit) {
        return audit(AuditFilter.ALL, Long.MAX_VALUE, limit).stream()
                .map(AuditRecord::entry)
                .toList();
    }

    /** Lets go of the store. Idempotent. */
    @Override
    void close();
}
