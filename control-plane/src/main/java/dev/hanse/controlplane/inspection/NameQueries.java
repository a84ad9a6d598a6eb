// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.views.PublishedService;
import dev.hanse.controlplane.views.Views;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Gathers what an answer for a name depends on. Owned by the control loop. */
final class NameQueries {

    private final Peers peers;
    private final Views views;

    NameQueries(Peers peers, Views views) {
        this.peers = peers;
        this.views = views;
    }

    /** How names of one namespace resolve in a cluster; an empty namespace: names above all of them. */
    NameResolution in(ClusterId cluster, String namespace) {
        if (peers.members().cluster(cluster).isEmpty()) {
            throw new RefusedException(Reason.CLUSTER_UNKNOWN, "cluster " + cluster + " is no member");
        }
        return NameResolution.of(
                cluster,
                inNamespace(namespace),
                Reachability.unreachableFrom(cluster, peers.paths().all()));
    }

    private NavigableMap<ServiceName, PublishedService> inNamespace(String namespace) {
        NavigableMap<ServiceName, PublishedService> found = new TreeMap<>(views.services());
        found.keySet()
                .removeIf(name -> !namespace.isEmpty() && !name.namespace().equals(namespace));
        return found;
    }
}
