// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import java.util.Map;
import java.util.Optional;

/**
 * What the exports of one service amount to.
 *
 * @param serviceImport the service as importers see it
 * @param conflicts the condition {@link ExportCondition.Type#CONFLICT} of each constituent export
 * @param ports which ports each cluster's endpoints may answer
 */
public record MergedService(
        ServiceImport serviceImport, Map<ClusterId, ExportCondition> conflicts, Map<ClusterId, PortMapping> ports) {

    /** Copies the maps. */
    public MergedService {
        conflicts = Map.copyOf(conflicts);
        ports = Map.copyOf(ports);
    }

    /**
     * A slice as importers may see it; see {@link PortMapping#apply}.
     *
     * @param exporter the cluster of the slice
     * @return empty if nothing of the slice may be answered, also where {@code exporter} does not export the service
     */
    public Optional<EndpointSlice> importedSlice(ClusterId exporter, EndpointSlice slice) {
        return Optional.ofNullable(ports.get(exporter)).flatMap(mapping -> mapping.apply(slice));
    }
}
