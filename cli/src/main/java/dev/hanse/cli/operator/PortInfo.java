// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.ServicePort;

/** A port of a service. */
record PortInfo(String name, String protocol, long port) {

    static PortInfo of(ServicePort port) {
        return new PortInfo(port.getName(), protocolName(port), Unsigned.of(port.getPort()));
    }

    private static String protocolName(ServicePort port) {
        return switch (port.getProtocol()) {
            case PROTOCOL_TCP, PROTOCOL_UNSPECIFIED -> "TCP";
            case PROTOCOL_UDP -> "UDP";
            case PROTOCOL_SCTP -> "SCTP";
            case UNRECOGNIZED -> "unknown";
        };
    }

    /** As {@code 80/TCP}. */
    @Override
    public String toString() {
        return port + "/" + protocol;
    }
}
