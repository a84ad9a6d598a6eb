// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.model.Quarantined;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells log and audit what a start has not taken up. Bounded by the number of members, and by {@link #SHOWN}: whoever stored too much for one start
 * does not fill the audit log with it at each.
 *
 * @param actor who starts
 * @param all what stays out
 */
record QuarantineReport(String actor, List<Quarantined> all) {

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineReport.class);
    private static final int SHOWN = 100;

    /** How many items stay out. */
    int count() {
        return all.stream().mapToInt(Quarantined::count).sum();
    }

    void tell(AuditLog audit) {
        all.stream().limit(SHOWN).forEach(each -> {
            audit.refused(actor, "state.load", each.subject(), "QUARANTINED", each.count() + ": " + each.why());
        });
        if (!all.isEmpty()) {
            LOG.warn(
                    "state: {} item(s) of {} member(s) from before are not taken up, since they pass today's bounds; the"
                            + " audit log names them",
                    count(),
                    all.size());
        }
    }
}
