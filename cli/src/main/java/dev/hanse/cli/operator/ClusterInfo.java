// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.Cluster;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of the cluster set, as {@code hanse cluster} prints it. Fields as in {@code hanse.v1.Cluster}. */
record ClusterInfo(
        String id,
        List<String> podPrefixes,
        List<String> servicePrefixes,
        @Nullable Instant registeredAt,
        List<GatewayInfo> gateways,
        long exportedServices) {

    static ClusterInfo of(Cluster cluster) {
        return new ClusterInfo(
                cluster.getId(),
                List.copyOf(cluster.getPodPrefixesList()),
                List.copyOf(cluster.getServicePrefixesList()),
                cluster.hasRegisteredAt() ? ProtoTime.toInstant(cluster.getRegisteredAt()) : null,
                cluster.getGatewaysList().stream().map(GatewayInfo::of).toList(),
                Unsigned.of(cluster.getExportedServices()));
    }

    /** How many of the gateways are connected, as {@code 1/2}. */
    String connected() {
        return gateways.stream().filter(GatewayInfo::connected).count() + "/" + gateways.size();
    }
}
