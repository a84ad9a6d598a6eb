// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;

/**
 * The parts that exports and imports share. Reading throws {@link IllegalArgumentException} with the value and the
 * expectation.
 */
final class ModelMapper {

    private ModelMapper() {}

    static dev.hanse.proto.v1.ServiceName toProto(ServiceName name) {
        return dev.hanse.proto.v1.ServiceName.newBuilder()
                .setNamespace(name.namespace())
                .setName(name.name())
                .build();
    }

    static ServiceName fromProto(dev.hanse.proto.v1.ServiceName name) {
        return new ServiceName(name.getNamespace(), name.getName());
    }

    static dev.hanse.proto.v1.EndpointSlice toProto(EndpointSlice slice) {
        return dev.hanse.proto.v1.EndpointSlice.newBuilder()
                .setService(toProto(slice.service()))
                .setSlice(slice.name())
                .addAllPorts(slice.ports().stream().map(ModelMapper::toProto).toList())
                .addAllEndpoints(
                        slice.endpoints().stream().map(ModelMapper::toProto).toList())
                .build();
    }

    static EndpointSlice fromProto(dev.hanse.proto.v1.EndpointSlice slice) {
        return new EndpointSlice(
                fromProto(slice.getService()),
                slice.getSlice(),
                ports(slice.getPortsList()),
                slice.getEndpointsList().stream().map(ModelMapper::fromProto).toList());
    }

    static dev.hanse.proto.v1.ServicePort toProto(ServicePort port) {
        return dev.hanse.proto.v1.ServicePort.newBuilder()
                .setName(port.name())
                .setProtocol(
                        switch (port.protocol()) {
                            case TCP -> dev.hanse.proto.v1.Protocol.PROTOCOL_TCP;
                            case UDP -> dev.hanse.proto.v1.Protocol.PROTOCOL_UDP;
                            case SCTP -> dev.hanse.proto.v1.Protocol.PROTOCOL_SCTP;
                        })
                .setPort(port.port())
                .setAppProtocol(port.appProtocol())
                .build();
    }

    static List<ServicePort> ports(List<dev.hanse.proto.v1.ServicePort> ports) {
        return ports.stream().map(ModelMapper::fromProto).toList();
    }

    private static ServicePort fromProto(dev.hanse.proto.v1.ServicePort port) {
        Protocol protocol = switch (port.getProtocol()) {
            case PROTOCOL_UNSPECIFIED, PROTOCOL_TCP -> Protocol.TCP;
            case PROTOCOL_UDP -> Protocol.UDP;
            case PROTOCOL_SCTP -> Protocol.SCTP;
            case UNRECOGNIZED ->
                throw new IllegalArgumentException(
                        "port protocol: " + port.getProtocolValue() + " (expected: TCP, UDP or SCTP)");
        };
        return new ServicePort(port.getName(), protocol, port.getPort(), port.getAppProtocol());
    }

    static dev.hanse.proto.v1.Endpoint toProto(Endpoint endpoint) {
        return dev.hanse.proto.v1.Endpoint.newBuilder()
                .setAddress(ByteString.copyFrom(endpoint.address().getAddress()))
                .setHostname(endpoint.hostname())
                .setReady(endpoint.ready())
                .setWeight(endpoint.weight())
                .build();
    }

    private static Endpoint fromProto(dev.hanse.proto.v1.Endpoint endpoint) {
        return new Endpoint(
                address(endpoint.getAddress()), endpoint.getHostname(), endpoint.getReady(), endpoint.getWeight());
    }

    private static InetAddress address(ByteString octets) {
        try {
            return InetAddress.getByAddress(octets.toByteArray());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("endpoint address: " + octets.size() + " octets (expected: 4 or 16)", e);
        }
    }

    static dev.hanse.proto.v1.ServiceType toProto(ServiceType type) {
        return switch (type) {
            case CLUSTER_SET_IP -> dev.hanse.proto.v1.ServiceType.SERVICE_TYPE_CLUSTER_SET_IP;
            case HEADLESS -> dev.hanse.proto.v1.ServiceType.SERVICE_TYPE_HEADLESS;
        };
    }

    static ServiceType fromProto(dev.hanse.proto.v1.ServiceType type) {
        return switch (type) {
            case SERVICE_TYPE_CLUSTER_SET_IP -> ServiceType.CLUSTER_SET_IP;
            case SERVICE_TYPE_HEADLESS -> ServiceType.HEADLESS;
            case SERVICE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("service type: " + type + " (expected: CLUSTER_SET_IP or HEADLESS)");
        };
    }

    static dev.hanse.proto.v1.SessionAffinity toProto(SessionAffinity affinity) {
        return switch (affinity) {
            case NONE -> dev.hanse.proto.v1.SessionAffinity.SESSION_AFFINITY_NONE;
            case CLIENT_IP -> dev.hanse.proto.v1.SessionAffinity.SESSION_AFFINITY_CLIENT_IP;
        };
    }

    static SessionAffinity fromProto(dev.hanse.proto.v1.SessionAffinity affinity) {
        return switch (affinity) {
            case SESSION_AFFINITY_UNSPECIFIED, SESSION_AFFINITY_NONE -> SessionAffinity.NONE;
            case SESSION_AFFINITY_CLIENT_IP -> SessionAffinity.CLIENT_IP;
            case UNRECOGNIZED ->
                throw new IllegalArgumentException("session affinity: " + affinity + " (expected: NONE or CLIENT_IP)");
        };
    }

    static Timestamp toProto(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    static Instant fromProto(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
