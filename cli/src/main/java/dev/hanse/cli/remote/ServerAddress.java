// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.net.address.HostPort;

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
        boolean hasPort = text.lastIndexOf(':') > text.lastIndexOf(']');
        return HostPort.split(hasPort ? text : text + ":" + DEFAULT_PORT)
                .filter(each -> !each.host().isEmpty() && each.hasPort(1))
                // What a stray bracket spoils, the connection refuses.
                .filter(each -> !each.isAmbiguous() || text.contains("]"))
                .map(each -> new ServerAddress(each.host(), each.port().orElseThrow()))
                .orElseThrow(() -> malformed(text));
    }

    private static CommandFailure malformed(String text) {
        return new CommandFailure("server address \"" + text + "\" is malformed", "write host:port or [IPv6]:port");
    }

    @Override
    public String toString() {
        return HostPort.format(host, port);
    }
}
