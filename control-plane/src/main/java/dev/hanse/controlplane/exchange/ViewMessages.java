// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.views.ViewItem;
import dev.hanse.controlplane.views.ViewKey;
import dev.hanse.controlplane.wire.Tunnels;
import dev.hanse.discovery.contract.EndpointSlices;
import dev.hanse.discovery.contract.ExportConditions;
import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.contract.ServiceImports;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.ExportStatus;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.PeerGateway;

/** What gateways are told of their views. */
final class ViewMessages {

    private ViewMessages() {}

    /** An item. */
    static dev.hanse.proto.v1.ViewItem item(ViewItem item) {
        dev.hanse.proto.v1.ViewItem.Builder message = dev.hanse.proto.v1.ViewItem.newBuilder();
        switch (item) {
            case ViewItem.Import(var value) -> message.setServiceImport(ServiceImports.toMessage(value));
            case ViewItem.Slice(var cluster, var value) ->
                message.setImportedSlice(EndpointSlices.toMessage(cluster, value));
            case ViewItem.Peer peer -> message.setPeerGateway(peer(peer));
            case ViewItem.Status(var service, var conditions) ->
                message.setExportStatus(ExportStatus.newBuilder()
                        .setService(ServiceNames.toMessage(service))
                        .addAllConditions(conditions.stream()
                                .map(ExportConditions::toMessage)
                                .toList()));
        }
        return message.build();
    }

    private static PeerGateway peer(ViewItem.Peer peer) {
        return PeerGateway.newBuilder()
                .setKey(gateway(peer.gateway()))
                .setEndpoint(Tunnels.toMessage(peer.tunnel()))
                .addAllPrefixes(peer.prefixes().stream().map(IpPrefix::toString).toList())
                .setPresharedKey(ByteString.copyFrom(peer.pairKey().octets()))
                .build();
    }

    /** The name of an item. */
    static ItemKey key(ViewKey key) {
        return switch (key) {
            case ViewKey.Import(var service) -> ItemKeys.serviceImport(service);
            case ViewKey.Slice(var slice) -> ItemKeys.importedSlice(slice);
            case ViewKey.Peer(var gateway) ->
                ItemKey.newBuilder().setPeerGateway(gateway(gateway)).build();
            case ViewKey.Status(var service) -> ItemKeys.exportStatus(service);
        };
    }

    /** The name of a gateway. */
    private static GatewayKey gateway(GatewayId id) {
        return GatewayKey.newBuilder()
                .setCluster(id.cluster().value())
                .setGateway(id.name())
                .build();
    }
}
