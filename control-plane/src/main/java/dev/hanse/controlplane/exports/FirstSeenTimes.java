// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When the exports of one cluster were first seen, so that nobody wins a conflict by claiming to be older. Owned by the
 * control loop.
 */
final class FirstSeenTimes {

    /** How much older than first seen an export may claim to be: what clocks may differ by. */
    private static final Duration ALLOWED_SKEW = Duration.ofMinutes(5);

    private final ClusterId cluster;
    private final Map<ServiceName, Instant> times = new HashMap<>();

    FirstSeenTimes(ClusterId cluster) {
        this.cluster = cluster;
    }

    /** Takes over what was saved. */
    void restore(FirstSeen saved) {
        times.put(saved.service(), saved.at());
    }

    /** The cluster says something of a service, or says it again. */
    Optional<StateChange> mentioned(ServiceName service, Instant now) {
        return times.putIfAbsent(service, now) == null
                ? Optional.of(new StateChange.PutFirstSeen(new FirstSeen(cluster, service, now)))
                : Optional.empty();
    }

    /** The cluster says nothing of a service any more. */
    StateChange gone(ServiceName service) {
        times.remove(service);
        return new StateChange.RemoveFirstSeen(cluster, service);
    }

    /** The creation time that counts in conflicts. */
    Instant effectiveCreation(ServiceExport export) {
        Instant seen = times.get(export.name());
        Instant earliest = seen == null ? Instant.MIN : seen.minus(ALLOWED_SKEW);
        return export.createdAt().isBefore(earliest) ? earliest : export.createdAt();
    }

    /** Everything to save. */
    List<FirstSeen> all() {
        return times.entrySet().stream()
                .map(each -> new FirstSeen(cluster, each.getKey(), each.getValue()))
                .toList();
    }
}
