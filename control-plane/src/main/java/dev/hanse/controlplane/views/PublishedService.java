// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.SliceKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the cluster set sees of one service.
 *
 * @param serviceImport the merged service; empty: no export of it is valid
 * @param slices its endpoints
 * @param conditions what became of each cluster's export
 * @param createdAt when exports were first seen, or, of those that may have waited for a start, are claimed to have been made; by valid exporter
 */
public record PublishedService(
        Optional<ServiceImport> serviceImport,
        SortedMap<SliceKey, EndpointSlice> slices,
        Map<ClusterId, List<ExportCondition>> conditions,
        Map<ClusterId, Instant> createdAt) {

    static final PublishedService NONE = new PublishedService(Optional.empty(), new TreeMap<>(), Map.of(), Map.of());

    /** Copies the maps. */
    public PublishedService {
        slices = Collections.unmodifiableSortedMap(new TreeMap<>(slices));
        conditions = Map.copyOf(conditions);
        createdAt = Map.copyOf(createdAt);
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }
}
