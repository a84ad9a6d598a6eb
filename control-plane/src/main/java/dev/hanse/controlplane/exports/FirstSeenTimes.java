// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.merge.ExportAge;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When the exports of one cluster were first seen: that is how old they are in conflicts. What an exporter claims counts only of what was first seen just
 * after a start, and as it was claimed then.
 *
 * <p>Owned by the control loop. Bounded by the services that the cluster mentions.
 */
final class FirstSeenTimes {

    private final ClusterId cluster;
    private final Map<ServiceName, FirstSeen> times = new HashMap<>();

    FirstSeenTimes(ClusterId cluster) {
        this.cluster = cluster;
    }

    /** Takes over what was saved. */
    void restore(FirstSeen saved) {
        times.put(saved.service(), saved);
    }

    /**
     * The cluster says something of a service, or says it again.
     *
     * @param export that it makes of it; empty: none that was accepted
     * @return what to save; empty: nothing new
     */
    Optional<StateChange> mentioned(ServiceName service, Optional<ServiceExport> export, Sight sight) {
        FirstSeen before = times.get(service);
        Optional<Instant> claimed = export.filter(_ -> sight.afterStart()).map(ServiceExport::createdAt);
        boolean known = before != null
                && (claimed.isEmpty()
                        || before.claimed().isPresent()
                        || !before.at().equals(sight.at()));
        if (known) {
            return Optional.empty();
        }
        FirstSeen seen = new FirstSeen(cluster, service, sight.at(), claimed);
        times.put(service, seen);
        return Optional.of(new StateChange.PutFirstSeen(seen));
    }

    /** The cluster says nothing of a service any more. */
    StateChange gone(ServiceName service) {
        times.remove(service);
        return new StateChange.RemoveFirstSeen(cluster, service);
    }

    /** How old an export of the cluster is that was mentioned. */
    ExportAge age(ServiceName service) {
        FirstSeen seen = times.get(service);
        if (seen == null) {
            throw new IllegalStateException("service: " + service + " of " + cluster + " (expected: mentioned before)");
        }
        return new ExportAge(seen.at(), seen.claimed().orElse(seen.at()));
    }

    /** Everything to save. */
    List<FirstSeen> all() {
        return List.copyOf(times.values());
    }
}
