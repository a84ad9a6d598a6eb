// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.discovery.model.ClusterId;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The members of the cluster set, and their gateways. Owned by the control loop. */
public final class Members {

    /** No RFC 1123 label comes before it. */
    private static final String LEAST_NAME = "0";

    private final NavigableMap<ClusterId, ClusterMember> clusters = new TreeMap<>();
    private final NavigableMap<GatewayId, GatewayMember> gateways = new TreeMap<>();

    /** As they were kept. */
    public Members(SavedState saved) {
        saved.clusters().forEach(this::put);
        saved.gateways().forEach(this::put);
    }

    /** A member is new. */
    public void put(ClusterMember cluster) {
        clusters.put(cluster.id(), cluster);
    }

    /** A gateway is new or has changed. */
    public void put(GatewayMember gateway) {
        gateways.put(gateway.id(), gateway);
    }

    /** Forgets a member and its gateways. */
    public void remove(ClusterId id) {
        clusters.remove(id);
        gateways.keySet().removeIf(gateway -> gateway.cluster().equals(id));
    }

    /** Forgets a gateway. */
    public void remove(GatewayId id) {
        gateways.remove(id);
    }

    /** One member. */
    public Optional<ClusterMember> cluster(ClusterId id) {
        return Optional.ofNullable(clusters.get(id));
    }

    /** All members in order of their ids. */
    public NavigableMap<ClusterId, ClusterMember> clusters() {
        return clusters;
    }

    /** One gateway. */
    public Optional<GatewayMember> gateway(GatewayId id) {
        return Optional.ofNullable(gateways.get(id));
    }

    /** All gateways in order. */
    public Collection<GatewayMember> gateways() {
        return gateways.values();
    }

    /** The gateways of a member; looks at no others, since it is asked for each stream. */
    public List<GatewayMember> gatewaysOf(ClusterId cluster) {
        return gateways.tailMap(new GatewayId(cluster, LEAST_NAME)).values().stream()
                .takeWhile(each -> each.id().cluster().equals(cluster))
                .toList();
    }
}
