// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
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
import java.time.Instant;

/** Items that test gateways export. */
public final class TestExports {

    private static final ServicePort HTTP = ServicePort.newBuilder()
            .setName("http")
            .setProtocol(Protocol.PROTOCOL_TCP)
            .setPort(80)
            .build();

    private TestExports() {}

    /** {@code namespace/name}. */
    public static ServiceName name(String text) {
        String[] parts = text.split("/");
        return ServiceName.newBuilder().setNamespace(parts[0]).setName(parts[1]).build();
    }

    /** A service with one name, port 80, made now. */
    public static ExportItem service(String name) {
        return service(name, Instant.now());
    }

    /** A service with one name, port 80. */
    public static ExportItem service(String name, Instant createdAt) {
        return ExportItem.newBuilder()
                .setServiceExport(ServiceExport.newBuilder()
                        .setService(name(name))
                        .setType(ServiceType.SERVICE_TYPE_CLUSTER_SET_IP)
                        .setCreatedAt(Timestamp.newBuilder()
                                .setSeconds(createdAt.getEpochSecond())
                                .setNanos(createdAt.getNano()))
                        .addPorts(HTTP))
                .build();
    }

    /** A slice of ready endpoints on port 80. */
    public static ExportItem slice(String service, String slice, String... addresses) {
        EndpointSlice.Builder message = EndpointSlice.newBuilder()
                .setService(name(service))
                .setSlice(slice)
                .addPorts(HTTP);
        for (String address : addresses) {
            message.addEndpoints(Endpoint.newBuilder()
                    .setAddress(
                            ByteString.copyFrom(InetAddress.ofLiteral(address).getAddress()))
                    .setReady(true)
                    .setWeight(1));
        }
        return ExportItem.newBuilder().setEndpointSlice(message).build();
    }

    /** Names a service for removal. */
    public static ItemKey serviceKey(String name) {
        return ItemKey.newBuilder().setServiceExport(name(name)).build();
    }

    /** Names a slice for removal. */
    public static ItemKey sliceKey(String service, String slice) {
        return ItemKey.newBuilder()
                .setEndpointSlice(
                        SliceKey.newBuilder().setService(name(service)).setSlice(slice))
                .build();
    }
}
