// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.Welcome;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a gateway is told when it is welcome. Thread-safe.
 *
 * @param clusterSet its name
 * @param addresses of the control plane, known once it serves
 * @param times heartbeat and lease
 */
public record ExchangeTerms(String clusterSet, Supplier<List<String>> addresses, LeaseTimes times) {

    ExchangeResponse welcome(GatewayMember member, ClusterMember cluster, boolean viewResumed, boolean exportsResumed) {
        GatewayId gateway = member.id();
        return ExchangeResponse.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setClusterSet(clusterSet)
                        .setClusterId(gateway.cluster().value())
                        .setGatewayName(gateway.name())
                        .setHeartbeatMillis((int) times.heartbeat().toMillis())
                        .setLeaseMillis((int) times.lease().toMillis())
                        .setViewResumed(viewResumed)
                        .setExportsResumed(exportsResumed)
                        .addAllPodPrefixes(cluster.podPrefixes().stream()
                                .map(IpPrefix::toString)
                                .toList())
                        .addAllControlPlaneAddresses(addresses.get())
                        .setExportCoverage(true)
                        .setClusterReach(true)
                        .setDrained(member.drained()))
                .build();
    }
}
