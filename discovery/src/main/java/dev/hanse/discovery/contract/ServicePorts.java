// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServicePort;
import java.util.List;

/** Ports of exports, imports and slices. */
final class ServicePorts {

    private ServicePorts() {}

    static List<dev.hanse.proto.v1.ServicePort> toMessages(List<ServicePort> ports) {
        return ports.stream().map(ServicePorts::toMessage).toList();
    }

    static List<ServicePort> fromMessages(List<dev.hanse.proto.v1.ServicePort> messages, ReadingRules rules) {
        rules.requirePorts(messages.size());
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
