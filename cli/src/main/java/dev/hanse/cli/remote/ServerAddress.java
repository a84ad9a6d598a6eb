// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import dev.hanse.cli.output.CommandFailure;

/**
 * Where a control plane listens.
 *
 * @param host name or literal address, IPv6 without brackets
 * @param port 1 to 65535
 */
record ServerAddress(String host, int port) {

    /** Where no port is given. */
    static final int DEFAULT_PORT = 9443;

    /**
     * Reads {@code host}, {@code host:port} or {@code [IPv6]:port}.
     *
     * @throws CommandFailure if the text has another form
     */
    static ServerAddress parse(String text) {
        int bracket = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String host = hasPort ? text.substring(0, colon) : text;
        String bare = bracket > 0 && host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || (bracket < 0 && bare.contains(":"))) {
            throw malformed(text);
        }
        return new ServerAddress(bare, hasPort ? port(text, text.substring(colon + 1)) : DEFAULT_PORT);
    }

    private static int port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Answered below: the text is wrong in either case.
        }
        throw malformed(text);
    }

    private static CommandFailure malformed(String text) {
        return new CommandFailure("server address \"" + text + "\" is malformed", "write host:port or [IPv6]:port");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
