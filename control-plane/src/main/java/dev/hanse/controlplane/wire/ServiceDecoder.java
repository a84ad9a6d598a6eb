// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.wire;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Reads the service model from messages. Every method throws IllegalArgumentException with value and expectation on a
 * malformed message.
 */
final class ServiceDecoder {

    private static final int MAX_TEXT = 253;

    private ServiceDecoder() {}

    static ServiceName name(dev.hanse.proto.v1.ServiceName message) {
        return new ServiceName(message.getNamespace(), message.getName());
    }

    static ServiceExport export(dev.hanse.proto.v1.ServiceExport message) {
        ServiceName name = name(message.getService());
        if (!message.hasCreatedAt()) {
            throw new IllegalArgumentException("created_at: not set (expected: when the export was made)");
        }
        return new ServiceExport(
                name,
                type(message.getType()),
                Times.fromMessage(message.getCreatedAt()),
                ports(message.getPortsList()),
                new ServiceTraits(
                        affinity(message.getSessionAffinity()),
                        text("internal_traffic_policy", message.getInternalTrafficPolicy()),
                        text("traffic_distribution", message.getTrafficDistribution()),
                        message.getExportedLabelsMap(),
                        message.getExportedAnnotationsMap()));
    }

    static EndpointSlice slice(dev.hanse.proto.v1.EndpointSlice message) {
        return new EndpointSlice(
                name(message.getService()),
                message.getSlice(),
                ports(message.getPortsList()),
                message.getEndpointsList().stream()
                        .map(ServiceDecoder::endpoint)
                        .toList());
    }

    private static ServiceType type(dev.hanse.proto.v1.ServiceType type) {
        return switch (type) {
            case SERVICE_TYPE_CLUSTER_SET_IP -> ServiceType.CLUSTER_SET_IP;
            case SERVICE_TYPE_HEADLESS -> ServiceType.HEADLESS;
            case SERVICE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException(
                        "type: " + type + " (expected: SERVICE_TYPE_CLUSTER_SET_IP or SERVICE_TYPE_HEADLESS)");
        };
    }

    private static SessionAffinity affinity(dev.hanse.proto.v1.SessionAffinity affinity) {
        return switch (affinity) {
            case SESSION_AFFINITY_UNSPECIFIED, SESSION_AFFINITY_NONE -> SessionAffinity.NONE;
            case SESSION_AFFINITY_CLIENT_IP -> SessionAffinity.CLIENT_IP;
            case UNRECOGNIZED ->
                throw new IllegalArgumentException("session_affinity: unknown (expected: NONE or CLIENT_IP)");
        };
    }

    private static List<ServicePort> ports(List<dev.hanse.proto.v1.ServicePort> messages) {
        if (messages.size() > ServiceExport.MAX_PORTS) {
            throw new IllegalArgumentException(
                    "ports: " + messages.size() + " (expected: at most " + ServiceExport.MAX_PORTS + ")");
        }
        return messages.stream().map(ServiceDecoder::port).toList();
    }

    private static ServicePort port(dev.hanse.proto.v1.ServicePort message) {
        return new ServicePort(
                message.getName(), protocol(message.getProtocol()), message.getPort(), message.getAppProtocol());
    }

    private static Protocol protocol(dev.hanse.proto.v1.Protocol protocol) {
        return switch (protocol) {
            case PROTOCOL_UNSPECIFIED, PROTOCOL_TCP -> Protocol.TCP;
            case PROTOCOL_UDP -> Protocol.UDP;
            case PROTOCOL_SCTP -> Protocol.SCTP;
            case UNRECOGNIZED -> throw new IllegalArgumentException("protocol: unknown (expected: TCP, UDP or SCTP)");
        };
    }

    private static Endpoint endpoint(dev.hanse.proto.v1.Endpoint message) {
        return new Endpoint(
                address(message.getAddress().toByteArray()),
                message.getHostname(),
                message.getReady(),
                message.getWeight());
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("endpoint address: " + octets.length + " octets (expected: 4 or 16)", e);
        }
    }

    private static String text(String field, String value) {
        if (value.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    field + ": " + value.length() + " characters (expected: at most " + MAX_TEXT + ")");
        }
        return value;
    }
}
