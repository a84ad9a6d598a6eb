// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/**
 * What a packet shows of a port.
 *
 * @param protocol transport protocol
 * @param port 1 to 65535
 */
public record PortNumber(Protocol protocol, int port) {

    /** {@code 80/TCP}. */
    @Override
    public String toString() {
        return port + "/" + protocol;
    }
}
