// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.wire;

import com.google.protobuf.ByteString;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.util.List;

/** Writes the service model as messages. */
public final class ServiceEncoder {

    private ServiceEncoder() {}

    /** The name of a service. */
    public static dev.hanse.proto.v1.ServiceName name(ServiceName name) {
        return dev.hanse.proto.v1.ServiceName.newBuilder()
                .setNamespace(name.namespace())
                .setName(name.name())
                .build();
    }

    static dev.hanse.proto.v1.ServiceExport export(ServiceExport export) {
        ServiceTraits traits = export.traits();
        return dev.hanse.proto.v1.ServiceExport.newBuilder()
                .setService(name(export.name()))
                .setType(type(export.type()))
                .setCreatedAt(Times.toMessage(export.createdAt()))
                .addAllPorts(ports(export.ports()))
                .setSessionAffinity(affinity(traits.sessionAffinity()))
                .putAllExportedLabels(traits.labels())
                .putAllExportedAnnotations(traits.annotations())
                .setInternalTrafficPolicy(traits.internalTrafficPolicy())
                .setTrafficDistribution(traits.trafficDistribution())
                .build();
    }

    /** A merged service. */
    public static dev.hanse.proto.v1.ServiceImport serviceImport(ServiceImport value) {
        ServiceTraits traits = value.traits();
        return dev.hanse.proto.v1.ServiceImport.newBuilder()
                .setService(name(value.name()))
                .setType(type(value.type()))
                .addAllPorts(ports(value.ports()))
                .setSessionAffinity(affinity(traits.sessionAffinity()))
                .putAllLabels(traits.labels())
                .putAllAnnotations(traits.annotations())
                .setInternalTrafficPolicy(traits.internalTrafficPolicy())
                .setTrafficDistribution(traits.trafficDistribution())
                .addAllClusters(value.clusters().stream().map(ClusterId::value).toList())
                .build();
    }

    /** A slice with the cluster that it comes from. */
    public static dev.hanse.proto.v1.ImportedSlice importedSlice(ClusterId cluster, EndpointSlice slice) {
        return dev.hanse.proto.v1.ImportedSlice.newBuilder()
                .setCluster(cluster.value())
                .setSlice(slice(slice))
                .build();
    }

    static dev.hanse.proto.v1.EndpointSlice slice(EndpointSlice slice) {
        return dev.hanse.proto.v1.EndpointSlice.newBuilder()
                .setService(name(slice.service()))
                .setSlice(slice.name())
                .addAllPorts(ports(slice.ports()))
                .addAllEndpoints(
                        slice.endpoints().stream().map(ServiceEncoder::endpoint).toList())
                .build();
    }

    /** A condition of an export. */
    public static dev.hanse.proto.v1.ExportCondition condition(ExportCondition condition) {
        return dev.hanse.proto.v1.ExportCondition.newBuilder()
                .setType(
                        switch (condition.type()) {
                            case VALID -> "Valid";
                            case READY -> "Ready";
                            case CONFLICT -> "Conflict";
                        })
                .setStatus(
                        switch (condition.status()) {
                            case TRUE -> "True";
                            case FALSE -> "False";
                            case UNKNOWN -> "Unknown";
                        })
                .setReason(condition.reason())
                .setMessage(condition.message())
                .build();
    }

    private static dev.hanse.proto.v1.ServiceType type(ServiceType type) {
        return switch (type) {
            case CLUSTER_SET_IP -> dev.hanse.proto.v1.ServiceType.SERVICE_TYPE_CLUSTER_SET_IP;
            case HEADLESS -> dev.hanse.proto.v1.ServiceType.SERVICE_TYPE_HEADLESS;
        };
    }

    private static dev.hanse.proto.v1.SessionAffinity affinity(SessionAffinity affinity) {
        return switch (affinity) {
            case NONE -> dev.hanse.proto.v1.SessionAffinity.SESSION_AFFINITY_NONE;
            case CLIENT_IP -> dev.hanse.proto.v1.SessionAffinity.SESSION_AFFINITY_CLIENT_IP;
        };
    }

    private static List<dev.hanse.proto.v1.ServicePort> ports(List<ServicePort> ports) {
        return ports.stream().map(ServiceEncoder::port).toList();
    }

    private static dev.hanse.proto.v1.ServicePort port(ServicePort port) {
        return dev.hanse.proto.v1.ServicePort.newBuilder()
                .setName(port.name())
                .setProtocol(protocol(port.protocol()))
                .setPort(port.port())
                .setAppProtocol(port.appProtocol())
                .build();
    }

    private static dev.hanse.proto.v1.Protocol protocol(Protocol protocol) {
        return switch (protocol) {
            case TCP -> dev.hanse.proto.v1.Protocol.PROTOCOL_TCP;
            case UDP -> dev.hanse.proto.v1.Protocol.PROTOCOL_UDP;
            case SCTP -> dev.hanse.proto.v1.Protocol.PROTOCOL_SCTP;
        };
    }

    private static dev.hanse.proto.v1.Endpoint endpoint(Endpoint endpoint) {
        return dev.hanse.proto.v1.Endpoint.newBuilder()
                .setAddress(ByteString.copyFrom(endpoint.address().getAddress()))
                .setHostname(endpoint.hostname())
                .setReady(endpoint.ready())
                .setWeight(endpoint.weight())
                .build();
    }
}
