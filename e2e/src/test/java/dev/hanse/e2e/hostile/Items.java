// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.hanse.proto.v1.Endpoint;
import dev.hanse.proto.v1.EndpointSlice;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.Protocol;
import dev.hanse.proto.v1.ServiceExport;
import dev.hanse.proto.v1.ServiceName;
import dev.hanse.proto.v1.ServicePort;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.SliceKey;
import java.net.InetAddress;
import java.util.List;

/** Messages of the contract about exports. */
final class Items {

    private Items() {}

    static ServiceName name(String namespace, String name) {
        return ServiceName.newBuilder().setNamespace(namespace).setName(name).build();
    }

    static ServicePort port(String name, int number, String application) {
        return ServicePort.newBuilder()
                .setName(name)
                .setProtocol(Protocol.PROTOCOL_TCP)
                .setPort(number)
                .setAppProtocol(application)
                .build();
    }

    /** An export made now, of one port. */
    static ServiceExport.Builder service(ServiceName name) {
        return ServiceExport.newBuilder()
                .setService(name)
                .setType(ServiceType.SERVICE_TYPE_CLUSTER_SET_IP)
                .setCreatedAt(Timestamps.fromMillis(System.currentTimeMillis()))
                .addPorts(port("http", 80, ""));
    }

    static ExportItem of(ServiceExport.Builder service) {
        return ExportItem.newBuilder().setServiceExport(service).build();
    }

    static ExportItem of(EndpointSlice.Builder slice) {
        return ExportItem.newBuilder().setEndpointSlice(slice).build();
    }

    static EndpointSlice.Builder slice(ServiceName service, String slice, Iterable<Endpoint> endpoints) {
        return EndpointSlice.newBuilder()
                .setService(service)
                .setSlice(slice)
                .addPorts(port("http", 80, ""))
                .addAllEndpoints(endpoints);
    }

    static EndpointSlice.Builder slice(ServiceName service, String slice, String address) {
        return slice(
                service, slice, List.of(endpoint(InetAddress.ofLiteral(address).getAddress(), "")));
    }

    static Endpoint endpoint(byte[] address, String hostname) {
        return Endpoint.newBuilder()
                .setAddress(ByteString.copyFrom(address))
                .setHostname(hostname)
                .setReady(true)
                .setWeight(1)
                .build();
    }

    static ItemKey key(ServiceName service) {
        return ItemKey.newBuilder().setServiceExport(service).build();
    }

    static ItemKey key(ServiceName service, String slice) {
        return ItemKey.newBuilder()
                .setEndpointSlice(SliceKey.newBuilder().setService(service).setSlice(slice))
                .build();
    }
}
