// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host and a port as text: {@code 192.0.2.1:53}, {@code [2001:db8::1]:53}, {@code host.example:9443}. Taken apart at the last colon; what
 * may be a host, and what is said of a text that is not accepted, is its reader's.
 *
 * @param host what stands before the colon, without brackets
 * @param bracketed whether it stood in brackets
 * @param port the number behind the colon, which may be none of a port; empty: there is no number
 */
public record HostPort(String host, boolean bracketed, OptionalInt port) {

    /** Largest port. */
    public static final int MAX_PORT = 65_535;

    /** Takes a text apart; empty: nothing stands before a colon. */
    public static Optional<HostPort> split(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return Optional.of(new HostPort(
                bracketed ? host.substring(1, host.length() - 1) : host, bracketed, number(text.substring(colon + 1))));
    }

    private static OptionalInt number(String digits) {
        try {
            return OptionalInt.of(Integer.parseInt(digits));
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    /**
     * Reads a place to connect to: a name or an address, and a port.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static HostPort parse(String text) {
        return split(text)
                .filter(each -> !each.host.isBlank() && !each.isAmbiguous() && each.hasPort(1))
                .orElseThrow(() -> new IllegalArgumentException("address: \"" + text
                        + "\" (expected: host:port or [IPv6 address]:port, with a port of 1 to " + MAX_PORT + ")"));
    }

    /** Whether nobody can tell where the host ends: it has a colon, and no brackets. */
    public boolean isAmbiguous() {
        return !bracketed && host.indexOf(':') >= 0;
    }

    /** Whether there is a port from {@code least} on. */
    public boolean hasPort(int least) {
        return port.isPresent() && port.getAsInt() >= least && port.getAsInt() <= MAX_PORT;
    }

    /** {@code host:port}, with brackets where the host has colons. */
    public static String format(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** {@code address:port}, IPv6 in brackets. */
    public static String format(InetSocketAddress address) {
        return format(address.getAddress().getHostAddress(), address.getPort());
    }
}
