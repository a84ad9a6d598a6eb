// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.audit;

import dev.hanse.controlplane.model.AuditRecord;
import dev.hanse.controlplane.store.AuditFilter;
import dev.hanse.controlplane.store.FederationStore;
import java.util.List;

/**
 * Reads the audit log, what was refused a moment ago included. Owned by the control loop.
 *
 * @param log whose counts are written first
 * @param store that is read
 */
public record AuditRecords(AuditLog log, FederationStore store) {

    /**
     * Lines, newest first.
     *
     * @param filter which
     * @param before only those before this place
     * @param limit at most this many
     * @throws dev.hanse.controlplane.store.StoreUnavailableException if the store cannot be read
     */
    public List<AuditRecord> newest(AuditFilter filter, long before, int limit) {
        log.writeRefusals();
        return store.audit(filter, before, limit);
    }
}
