// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one cluster may see: services and the endpoints behind them. Immutable; a new version is a new value.
 *
 * @param cluster the cluster whose view this is
 * @param version counts changes; used as the serial of the DNS zone
 * @param imports the services by name
 * @param slices the endpoints by service, cluster and slice name, so that all slices of a service lie together
 */
public record View(
        ClusterId cluster,
        long version,
        SharedMap<ServiceName, ServiceImport> imports,
        SharedMap<SliceKey, EndpointSlice> slices) {

    /** The slices of one service. */
    public Map<SliceKey, EndpointSlice> slicesOf(ServiceName service) {
        Map<SliceKey, EndpointSlice> found = new TreeMap<>();
        Iterator<Map.Entry<SliceKey, EndpointSlice>> from = slices.from(SliceKey.firstOf(service));
        while (from.hasNext()) {
            Map.Entry<SliceKey, EndpointSlice> next = from.next();
            if (!next.getKey().service().equals(service)) {
                break;
            }
            found.put(next.getKey(), next.getValue());
        }
        return found;
    }

    /** A view without services. */
    public static View empty(ClusterId cluster) {
        return new View(cluster, 0, SharedMap.empty(), SharedMap.empty());
    }
}
