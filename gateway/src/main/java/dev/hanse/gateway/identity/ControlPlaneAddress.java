// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

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
        if (port < 1 || port > 65_535) {
            throw malformed(host + ":" + port);
        }
    }

    /**
     * Reads {@code host:port} or {@code [address]:port}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static ControlPlaneAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 1 || (host.indexOf(':') >= 0 && !bracketed)) {
            throw malformed(text);
        }
        try {
            return new ControlPlaneAddress(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
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
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
