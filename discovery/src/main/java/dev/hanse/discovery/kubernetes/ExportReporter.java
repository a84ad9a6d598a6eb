// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.ExportReport;
import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.kubernetes.ClusterObjects.Change;
import dev.hanse.discovery.kubernetes.ClusterObjects.Subject;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes changed services anew and reports all of them together, with what is stale. Says once of each what is left out. Confined to its thread. */
final class ExportReporter {

    private static final Logger LOG = LoggerFactory.getLogger(ExportReporter.class);

    private final ServiceMapping mapping;
    private final ExportReport report;
    private final ExportStatuses statuses;
    private final SortedMap<ObjectName, ExportedService> services = new TreeMap<>();

    /** @param statuses are told of each export, once all kinds are listed */
    ExportReporter(ServiceMapping mapping, ExportReport report, ExportStatuses statuses) {
        this.mapping = mapping;
        this.report = report;
        this.statuses = statuses;
    }

    void onChange(Change change) {
        change.subjects().forEach(this::take);
        if (!change.complete()) {
            if (!change.failures().isEmpty()) {
                report.failed(reason(change.failures()));
            }
        } else if (!change.failures().isEmpty()) {
            report.partial(set(), reason(change.failures()));
        } else if (change.fresh()) {
            report.read(set());
        }
    }

    private void take(Subject subject) {
        Optional<ExportedService> now = mapping.of(subject);
        Optional<ExportedService> before = Optional.ofNullable(services.get(subject.name()));
        now.ifPresentOrElse(service -> services.put(subject.name(), service), () -> services.remove(subject.name()));
        complain(subject.name(), now, before);
        tell(subject, now);
    }

    private void tell(Subject subject, Optional<ExportedService> now) {
        KeptExport export = subject.export();
        if (export != null && now.isPresent()) {
            statuses.onFound(export, now.get());
        } else {
            statuses.onGone(subject.name());
        }
    }

    private static void complain(ObjectName name, Optional<ExportedService> now, Optional<ExportedService> before) {
        Set<String> said = new HashSet<>(before.map(ExportedService::complaints).orElse(List.of()));
        now.map(ExportedService::complaints).orElse(List.of()).stream()
                .filter(complaint -> !said.contains(complaint))
                .forEach(complaint -> LOG.warn("kubernetes: {} {}", name, complaint));
    }

    private ExportSet set() {
        List<ServiceExport> exports = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        for (ExportedService service : services.values()) {
            service.export().ifPresent(exports::add);
            slices.addAll(service.slices());
        }
        return new ExportSet(exports, slices);
    }

    /** The first stands for all: where the server is away, they are the same. */
    private static String reason(SortedMap<Resource, String> failures) {
        List<String> labels = failures.keySet().stream().map(Resource::label).toList();
        return "Kubernetes cannot be read (" + String.join(", ", labels) + "): " + failures.get(failures.firstKey());
    }
}
