// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.exports.ServiceExports;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.merge.Constituent;
import dev.hanse.discovery.merge.MergedService;
import dev.hanse.discovery.merge.ServiceMerge;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Merges the exports of all clusters service by service and writes the difference into the views. Owned by the control
 * loop.
 */
final class ServiceIndex {

    private final ViewLog views;
    private final NavigableMap<ServiceName, PublishedService> published = new TreeMap<>();

    ServiceIndex(ViewLog views) {
        this.views = views;
    }

    NavigableMap<ServiceName, PublishedService> published() {
        return published;
    }

    /** A service is exported like this now. */
    void refresh(ServiceExports exports) {
        ServiceName service = exports.name();
        PublishedService before = published.getOrDefault(service, PublishedService.NONE);
        PublishedService after = merge(exports);
        if (after.isEmpty()) {
            published.remove(service);
        } else {
            published.put(service, after);
        }
        publishImport(service, after.serviceImport());
        publishSlices(before, after);
        publishConditions(service, before, after);
    }

    private static PublishedService merge(ServiceExports exports) {
        if (exports.clusters().isEmpty()) {
            return PublishedService.NONE;
        }
        List<Constituent> constituents = new ArrayList<>();
        exports.clusters().forEach((cluster, part) -> constituent(cluster, part).ifPresent(constituents::add));
        Optional<MergedService> merged =
                constituents.isEmpty() ? Optional.empty() : Optional.of(ServiceMerge.merge(constituents));
        return new PublishedService(
                merged.map(MergedService::serviceImport),
                merged.map(all -> importedSlices(exports, all)).orElseGet(TreeMap::new),
                conditions(exports, merged),
                createdAt(constituents));
    }

    private static Optional<Constituent> constituent(ClusterId cluster, ServiceExports.OfCluster part) {
        return part.export()
                .flatMap(export -> part.age().map(age -> Constituent.of(cluster, age, export, part.slices())));
    }

    private static SortedMap<SliceKey, EndpointSlice> importedSlices(ServiceExports exports, MergedService merged) {
        SortedMap<SliceKey, EndpointSlice> slices = new TreeMap<>();
        for (ClusterId exporter : merged.serviceImport().clusters()) {
            ServiceExports.OfCluster part = exports.clusters().get(exporter);
            if (part != null) {
                for (EndpointSlice slice : part.slices()) {
                    merged.importedSlice(exporter, slice)
                            .ifPresent(seen -> slices.put(new SliceKey(exports.name(), exporter, seen.name()), seen));
                }
            }
        }
        return slices;
    }

    private static Map<ClusterId, List<ExportCondition>> conditions(
            ServiceExports exports, Optional<MergedService> merged) {
        Map<ClusterId, List<ExportCondition>> conditions = new HashMap<>();
        exports.clusters().forEach((cluster, part) -> {
            Optional<ExportCondition> conflict =
                    merged.flatMap(all -> Optional.ofNullable(all.conflicts().get(cluster)));
            int leftOut = merged.map(all -> leftOut(cluster, part, all)).orElse(0);
            conditions.put(cluster, ExportConditions.of(part.said(), conflict, leftOut));
        });
        return conditions;
    }

    /** How many of a valid exporter's endpoints nobody is answered with, because their ports gave way to others. */
    private static int leftOut(ClusterId cluster, ServiceExports.OfCluster part, MergedService merged) {
        return part.export().isEmpty()
                ? 0
                : part.slices().stream()
                        .filter(slice -> merged.importedSlice(cluster, slice).isEmpty())
                        .mapToInt(slice -> slice.endpoints().size())
                        .sum();
    }

    private static Map<ClusterId, Instant> createdAt(List<Constituent> constituents) {
        Map<ClusterId, Instant> times = new HashMap<>();
        constituents.forEach(each -> times.put(each.cluster(), each.age().claimed()));
        return times;
    }

    private void publishImport(ServiceName service, Optional<ServiceImport> merged) {
        if (merged.isPresent()) {
            views.putShared(new ViewItem.Import(merged.get()));
        } else {
            views.removeShared(new ViewKey.Import(service));
        }
    }

    private void publishSlices(PublishedService before, PublishedService after) {
        for (SliceKey key : before.slices().keySet()) {
            if (!after.slices().containsKey(key)) {
                views.removeShared(new ViewKey.Slice(key));
            }
        }
        after.slices().forEach((key, slice) -> {
            // Of a service of many slices, few change at once.
            if (slice != before.slices().get(key)) {
                views.putShared(new ViewItem.Slice(key.cluster(), slice));
            }
        });
    }

    private void publishConditions(ServiceName service, PublishedService before, PublishedService after) {
        for (ClusterId cluster : before.conditions().keySet()) {
            if (!after.conditions().containsKey(cluster)) {
                views.gatewaysOf(cluster).forEach(each -> views.removeOwn(each, new ViewKey.Status(service)));
            }
        }
        after.conditions()
                .forEach((cluster, conditions) -> views.gatewaysOf(cluster)
                        .forEach(each -> views.putOwn(each, new ViewItem.Status(service, conditions))));
    }

    /** Tells a gateway that is new what became of its cluster's exports. */
    void introduce(GatewayId gateway) {
        published.forEach((service, each) -> {
            List<ExportCondition> conditions = each.conditions().get(gateway.cluster());
            if (conditions != null) {
                views.putOwn(gateway, new ViewItem.Status(service, conditions));
            }
        });
    }
}
