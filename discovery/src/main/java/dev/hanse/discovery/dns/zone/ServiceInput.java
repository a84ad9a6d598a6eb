// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that the nodes of one service are made from; equal inputs give equal nodes.
 *
 * @param imported the service
 * @param slices its endpoints by cluster
 * @param own what clients of this cluster use in place of the endpoints; empty: the endpoints
 * @param unreachable those of the clusters in {@code slices} that cannot be reached
 */
record ServiceInput(
        ServiceImport imported, List<Slice> slices, Optional<ServiceAddress> own, Set<ClusterId> unreachable) {

    /** A slice and the cluster that exports it. */
    record Slice(ClusterId cluster, EndpointSlice slice) {}

    /** Whether there are ready endpoints, and all of them are in clusters that cannot be reached. */
    boolean panics() {
        if (unreachable.isEmpty()) {
            return false;
        }
        List<Backend> ready = ready();
        return !ready.isEmpty() && Filter.fitsAll(ready, b -> unreachable.contains(b.cluster()));
    }

    /**
     * Ready endpoints in clusters that can be reached; when the service panics, the ready endpoints of all clusters.
     */
    List<Backend> backends() {
        List<Backend> ready = ready();
        if (unreachable.isEmpty()) {
            return ready;
        }
        List<Backend> reachable = Filter.of(ready, b -> !unreachable.contains(b.cluster()));
        return reachable.isEmpty() ? ready : reachable;
    }

    private List<Backend> ready() {
        List<Backend> ready = new ArrayList<>();
        for (Slice s : slices) {
            for (Endpoint endpoint : s.slice().endpoints()) {
                if (endpoint.ready()) {
                    ready.add(new Backend(s.cluster(), endpoint, s.slice().ports()));
                }
            }
        }
        return ready;
    }
}
