// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.discovery.contract.Times;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.Gateway;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Members as operators see them. */
final class MemberMessages {

    private MemberMessages() {}

    static Cluster cluster(
            ClusterMember cluster, List<GatewayMember> gateways, int exportedServices, MemberStreams streams) {
        return Cluster.newBuilder()
                .setId(cluster.id().value())
                .addAllPodPrefixes(texts(cluster.podPrefixes()))
                .addAllServicePrefixes(texts(cluster.servicePrefixes()))
                .setRegisteredAt(Times.toMessage(cluster.registeredAt()))
                .addAllGateways(gateways.stream()
                        .map(each -> gateway(each, streams.lastHeard(each.id())))
                        .toList())
                .setExportedServices(exportedServices)
                .build();
    }

    private static Gateway gateway(GatewayMember gateway, Optional<Instant> heard) {
        Gateway.Builder message = Gateway.newBuilder()
                .setName(gateway.id().name())
                .setConnected(heard.isPresent())
                .setSoftwareVersion(gateway.softwareVersion())
                .setJoinedAt(Times.toMessage(gateway.joinedAt()))
                .setCertificateExpiresAt(Times.toMessage(gateway.certificateExpiresAt()))
                .addAllTunnelAddresses(
                        gateway.tunnel().map(GatewayTunnel::addresses).orElse(List.of()));
        gateway.tunnelKey().map(key -> ByteString.copyFrom(key.octets())).ifPresent(message::setTunnelPublicKey);
        message.setTunnelKeyRetired(gateway.keyToGiveUp().isPresent());
        message.setDrained(gateway.drained());
        heard.or(gateway::lastSeen).map(Times::toMessage).ifPresent(message::setLastSeen);
        return message.build();
    }

    private static List<String> texts(List<IpPrefix> prefixes) {
        return prefixes.stream().map(IpPrefix::toString).toList();
    }
}
