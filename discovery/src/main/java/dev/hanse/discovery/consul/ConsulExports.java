// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Turns instances that opt in into exports. What cannot be exported is left out with a complaint and holds up nothing else. One thread at a time. */
final class ConsulExports {

    private final FirstSeen firstSeen;
    private final Complaints complaints;

    ConsulExports(FirstSeen firstSeen, Complaints complaints) {
        this.firstSeen = firstSeen;
        this.complaints = complaints;
    }

    /**
     * The exports of all instances that opt in; their order does not matter.
     *
     * @param all false: there may be others, which cannot be read
     */
    ExportSet of(Collection<ConsulInstance> instances, boolean all) {
        Map<ServiceName, List<ExportedInstance>> byName = new TreeMap<>();
        instances.stream().sorted(ConsulInstance.ORDER).forEach(instance -> add(instance, byName));
        Map<ServiceName, Instant> times = firstSeen.timesOf(byName.keySet(), all);
        List<ServiceExport> exports = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        byName.forEach((name, members) -> {
            try {
                ExportedService service = new ExportedService(name, members, complaints);
                List<EndpointSlice> own = service.slices();
                exports.add(service.export(Objects.requireNonNull(times.get(name))));
                slices.addAll(own);
            } catch (IllegalArgumentException e) {
                complaints.add(name + " is not exported: " + e.getMessage());
            }
        });
        complaints.endPass();
        return new ExportSet(exports, slices);
    }

    private void add(ConsulInstance instance, Map<ServiceName, List<ExportedInstance>> byName) {
        try {
            ExportedInstance exported = ExportedInstance.of(instance);
            byName.computeIfAbsent(exported.meta().service(), _ -> new ArrayList<>())
                    .add(exported);
        } catch (IllegalArgumentException e) {
            complaints.add(instance.label() + " is not exported: " + e.getMessage());
        }
    }
}
