// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

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

    /** A view without services. */
    public static View empty(ClusterId cluster) {
        return new View(cluster, 0, SharedMap.empty(), SharedMap.empty());
    }
}
