// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.rpc;

import dev.hanse.net.address.HostPort;

/**
 * Where a control plane is reached.
 *
 * @param host name or literal IP address, IPv6 without brackets; at most 253 characters
 * @param port TCP port, 1 to 65535
 */
public record ControlPlaneAddress(String host, int port) {

    private static final int MAX_HOST = 253;

    /** Checks both. */
    public ControlPlaneAddress {
        if (host.isEmpty() || host.length() > MAX_HOST || !host.chars().allMatch(ControlPlaneAddress::printable)) {
            throw malformed(host);
        }
        if (port < 1 || port > HostPort.MAX_PORT) {
            throw malformed(host + ":" + port);
        }
    }

    /**
     * Reads {@code host:port} or {@code [address]:port}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static ControlPlaneAddress parse(String text) {
        HostPort parts =
                HostPort.split(text).filter(each -> !each.isAmbiguous()).orElseThrow(() -> malformed(text));
        return new ControlPlaneAddress(parts.host(), parts.port().orElseThrow(() -> malformed(text)));
    }

    private static boolean printable(int character) {
        return character > ' ' && character < 0x7f;
    }

    private static IllegalArgumentException malformed(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return new IllegalArgumentException("control plane address: \"" + shown + "\" (expected: host:port)");
    }

    /** {@code host:port}, IPv6 in brackets. */
    @Override
    public String toString() {
        return HostPort.format(host, port);
    }
}
