// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import dev.hanse.net.text.Utf8;

/**
 * A port of a service.
 *
 * @param name RFC 1123 label; empty where the service has one port
 * @param protocol transport protocol
 * @param port 1 to 65535
 * @param appProtocol application protocol; empty: not stated; at most 253 characters
 */
public record ServicePort(String name, Protocol protocol, int port, String appProtocol) {

    /** Longest application protocol, in octets. */
    public static final int MAX_APP_PROTOCOL = 253;

    /** Checks name, range and length. */
    public ServicePort {
        if (!name.isEmpty()) {
            DnsLabel.require("port name", name);
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + Integer.toUnsignedString(port) + " (expected: 1 to 65535)");
        }
        int octets = Utf8.octets(appProtocol);
        if (octets > MAX_APP_PROTOCOL) {
            throw new IllegalArgumentException(
                    "app protocol: " + octets + " octets (expected: at most " + MAX_APP_PROTOCOL + ")");
        }
    }

    /** What clients ask for. */
    public PortName portName() {
        return new PortName(name, protocol);
    }

    /** What a packet shows of it. */
    public PortNumber number() {
        return new PortNumber(protocol, port);
    }

    /** The same port of an endpoint that listens on it under another number. */
    public ServicePort listeningOn(int number) {
        return number == port ? this : new ServicePort(name, protocol, number, appProtocol);
    }

    /** A port without an application protocol. */
    public static ServicePort of(String name, Protocol protocol, int port) {
        return new ServicePort(name, protocol, port, "");
    }
}
