// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
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
        ServiceImport imported, List<SliceInput> slices, Optional<ServiceAddress> own, Set<ClusterId> unreachable) {

    /** Whether there are ready endpoints, and all of them are in clusters that cannot be reached. */
    boolean panics() {
        if (unreachable.isEmpty()) {
            return false;
        }
        List<Backends> ready = ready();
        return !ready.isEmpty() && Filter.fitsAll(ready, b -> unreachable.contains(b.cluster()));
    }

    /**
     * Ready endpoints in clusters that can be reached; when the service panics, the ready endpoints of all clusters.
     */
    List<Backends> backends() {
        List<Backends> ready = ready();
        if (unreachable.isEmpty()) {
            return ready;
        }
        List<Backends> reachable = Filter.of(ready, b -> !unreachable.contains(b.cluster()));
        return reachable.isEmpty() ? ready : reachable;
    }

    private List<Backends> ready() {
        List<Backends> ready = new ArrayList<>(slices.size());
        for (SliceInput each : slices) {
            Backends own = each.ready();
            if (!own.isEmpty()) {
                ready.add(own);
            }
        }
        return ready;
    }

    /** Keeps what was made of the slices only where there is much: else it takes memory, and is little to make again. */
    void forgetIfSmall() {
        int endpoints = 0;
        for (SliceInput each : slices) {
            endpoints += each.slice().endpoints().size();
        }
        if (endpoints <= RecordBlocks.LARGE) {
            slices.forEach(SliceInput::forget);
        }
    }
}
