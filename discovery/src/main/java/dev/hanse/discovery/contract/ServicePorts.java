// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServicePort;
import java.util.List;
import java.util.stream.Stream;

/** Ports of exports, imports and slices. */
final class ServicePorts {

    private ServicePorts() {}

    static List<dev.hanse.proto.v1.ServicePort> toMessages(List<ServicePort> ports) {
        return ports.stream().map(ServicePorts::toMessage).toList();
    }

    /** The ports of a service from both fields that carry them. */
    static List<ServicePort> fromMessages(
            List<dev.hanse.proto.v1.ServicePort> service,
            List<dev.hanse.proto.v1.ServicePort> further,
            ReadingRules rules) {
        rules.requirePorts(service.size() + further.size());
        List<ServicePort> ports = read(service, rules);
        rules.requireServicePorts(ports);
        return further.isEmpty()
                ? ports
                : Stream.concat(ports.stream(), read(further, rules).stream()).toList();
    }

    static List<ServicePort> fromMessages(List<dev.hanse.proto.v1.ServicePort> messages, ReadingRules rules) {
        rules.requirePorts(messages.size());
        return read(messages, rules);
    }

    private static List<ServicePort> read(List<dev.hanse.proto.v1.ServicePort> messages, ReadingRules rules) {
        return messages.stream().map(message -> fromMessage(message, rules)).toList();
    }

    private static dev.hanse.proto.v1.ServicePort toMessage(ServicePort port) {
        return dev.hanse.proto.v1.ServicePort.newBuilder()
                .setName(port.name())
                .setProtocol(toMessage(port.protocol()))
                .setPort(port.port())
                .setAppProtocol(port.appProtocol())
                .build();
    }

    private static ServicePort fromMessage(dev.hanse.proto.v1.ServicePort message, ReadingRules rules) {
        return new ServicePort(
                message.getName(), protocol(message, rules), message.getPort(), message.getAppProtocol());
    }

    private static dev.hanse.proto.v1.Protocol toMessage(Protocol protocol) {
        return switch (protocol) {
            case TCP -> dev.hanse.proto.v1.Protocol.PROTOCOL_TCP;
            case UDP -> dev.hanse.proto.v1.Protocol.PROTOCOL_UDP;
            case SCTP -> dev.hanse.proto.v1.Protocol.PROTOCOL_SCTP;
        };
    }

    /** Not stated is TCP, as in a Kubernetes Service. */
    private static Protocol protocol(dev.hanse.proto.v1.ServicePort message, ReadingRules rules) {
        return switch (message.getProtocol()) {
            case PROTOCOL_UNSPECIFIED, PROTOCOL_TCP -> Protocol.TCP;
            case PROTOCOL_UDP -> Protocol.UDP;
            case PROTOCOL_SCTP -> Protocol.SCTP;
            case UNRECOGNIZED -> throw rules.unknownProtocol(message.getProtocolValue());
        };
    }
}
