// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

/**
 * A place to connect to.
 *
 * @param host name or literal address; an IPv6 address without its brackets
 * @param port 1 to 65535
 */
record HostPort(String host, int port) {

    /**
     * Reads {@code host:port} or {@code [address]:port}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isBlank() || (!bracketed && host.indexOf(':') >= 0)) {
            throw malformed(text);
        }
        return new HostPort(host, port(text, text.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Told below, as for a number out of range.
        }
        throw malformed(text);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "address: \"" + text + "\" (expected: host:port or [IPv6 address]:port, with a port of 1 to 65535)");
    }
}
