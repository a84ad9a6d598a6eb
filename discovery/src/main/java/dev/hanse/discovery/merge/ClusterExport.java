// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import java.util.Map;

/**
 * What one cluster says of one service.
 *
 * @param export the service
 * @param slices its endpoints in that cluster, by the names of their slices
 */
public record ClusterExport(ServiceExport export, Map<String, EndpointSlice> slices) {

    /** Copies the map. */
    public ClusterExport {
        slices = Map.copyOf(slices);
    }
}
