// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.audit;

import dev.hanse.controlplane.model.AuditEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refusals that are not in the store yet, added up by actor, action and outcome. Thread-safe. Holds 4 096 sums and, where
 * more different actors are refused between two writes, one more for each action and outcome, of all others together.
 */
final class RefusalCounts {

    private static final int MAX_SUMS = 4_096;
    private static final String OTHERS = "others";

    private final Map<Key, AuditEntry> sums = new LinkedHashMap<>();

    private record Key(String actor, String action, String outcome) {
        Key(AuditEntry entry) {
            this(entry.actor(), entry.action(), entry.outcome());
        }
    }

    synchronized void add(AuditEntry refusal) {
        AuditEntry counted = hasRoom(refusal) ? refusal : ofOthers(refusal);
        sums.merge(new Key(counted), counted, AuditEntry::followedBy);
    }

    private boolean hasRoom(AuditEntry refusal) {
        return sums.size() < MAX_SUMS || sums.containsKey(new Key(refusal));
    }

    private static AuditEntry ofOthers(AuditEntry each) {
        return new AuditEntry(
                each.at(),
                OTHERS,
                each.action(),
                each.subject(),
                each.outcome(),
                each.detail(),
                each.count(),
                each.firstAt());
    }

    /** What has come together; from now on it begins anew. */
    synchronized List<AuditEntry> take() {
        List<AuditEntry> taken = List.copyOf(sums.values());
        sums.clear();
        return taken;
    }

    /** What was taken could not be written. */
    synchronized void putBack(List<AuditEntry> taken) {
        List<AuditEntry> later = take();
        taken.forEach(this::add);
        later.forEach(this::add);
    }
}
