// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import com.google.protobuf.ByteString;
import dev.hanse.proto.v1.Endpoint;
import dev.hanse.proto.v1.EndpointSlice;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.ImportedSlice;
import dev.hanse.proto.v1.PeerGateway;
import dev.hanse.proto.v1.Protocol;
import dev.hanse.proto.v1.ServiceExport;
import dev.hanse.proto.v1.ServiceImport;
import dev.hanse.proto.v1.ServiceName;
import dev.hanse.proto.v1.ServicePort;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.TunnelCipher;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.proto.v1.ViewItem;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/** Items of the exchange, valid unless a test says otherwise. */
public final class Items {

    private Items() {}

    /** As they are kept. */
    public static List<ByteString> octets(Collection<ViewItem> items) {
        return items.stream().map(ViewItem::toByteString).toList();
    }

    public static ServiceName name(String service) {
        return ServiceName.newBuilder().setNamespace("shop").setName(service).build();
    }

    private static ServicePort port(int port) {
        return ServicePort.newBuilder()
                .setName("http")
                .setProtocol(Protocol.PROTOCOL_TCP)
                .setPort(port)
                .build();
    }

    public static ExportItem export(String service, int port) {
        return ExportItem.newBuilder()
                .setServiceExport(ServiceExport.newBuilder()
                        .setService(name(service))
                        .setType(ServiceType.SERVICE_TYPE_CLUSTER_SET_IP)
                        .addPorts(port(port)))
                .build();
    }

    private static EndpointSlice slice(String service, String slice, String address, int weight) {
        return EndpointSlice.newBuilder()
                .setService(name(service))
                .setSlice(slice)
                .addPorts(port(80))
                .addEndpoints(Endpoint.newBuilder()
                        .setAddress(octets(address))
                        .setReady(true)
                        .setWeight(weight))
                .build();
    }

    public static ByteString octets(String address) {
        return ByteString.copyFrom(InetAddress.ofLiteral(address).getAddress());
    }

    public static ExportItem exportSlice(String service, String slice, int weight) {
        return ExportItem.newBuilder()
                .setEndpointSlice(slice(service, slice, "10.10.0.1", weight))
                .build();
    }

    public static ViewItem serviceImport(String service, String... clusters) {
        return ViewItem.newBuilder()
                .setServiceImport(ServiceImport.newBuilder()
                        .setService(name(service))
                        .setType(ServiceType.SERVICE_TYPE_CLUSTER_SET_IP)
                        .addPorts(port(80))
                        .addAllClusters(java.util.List.of(clusters)))
                .build();
    }

    public static ViewItem importedSlice(String cluster, String service, String address) {
        return ViewItem.newBuilder()
                .setImportedSlice(
                        ImportedSlice.newBuilder().setCluster(cluster).setSlice(slice(service, "s1", address, 1)))
                .build();
    }

    public static ViewItem peer(String cluster, String gateway, String prefix) {
        return peer(cluster, gateway, prefix, "192.0.2.7:51820");
    }

    /** The base point of Curve25519: a key that somebody may have. */
    private static byte[] key() {
        byte[] key = new byte[32];
        key[0] = 9;
        return key;
    }

    public static ViewItem peer(String cluster, String gateway, String prefix, String address) {
        return ViewItem.newBuilder()
                .setPeerGateway(PeerGateway.newBuilder()
                        .setKey(GatewayKey.newBuilder().setCluster(cluster).setGateway(gateway))
                        .setEndpoint(TunnelEndpoint.newBuilder()
                                .setPublicKey(ByteString.copyFrom(key()))
                                .addAddresses(address)
                                .addCiphers(TunnelCipher.TUNNEL_CIPHER_AES_256_GCM)
                                .setPathProbes(true))
                        .addPrefixes(prefix)
                        .setPresharedKey(ByteString.copyFrom(new byte[32])))
                .build();
    }
}
