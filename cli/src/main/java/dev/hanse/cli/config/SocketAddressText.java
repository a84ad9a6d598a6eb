// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** Socket addresses as people write them: {@code 192.0.2.1:53}, {@code [2001:db8::1]:53}, {@code host.example:9443}. */
public final class SocketAddressText {

    private static final Pattern HOST_NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final int EXCERPT = 80;

    private SocketAddressText() {}

    /**
     * Reads an IP address and a port, as a listener needs.
     *
     * @throws IllegalArgumentException if the text has another form, also for host names
     */
    public static InetSocketAddress parseLiteral(String text) {
        InetSocketAddress address = parse(text);
        if (address.isUnresolved()) {
            throw refused(text, "an IP address and a port, as 192.0.2.1:53");
        }
        return address;
    }

    /**
     * Reads an IP address or host name and a port. Never asks DNS: the result of a host name is unresolved.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static InetSocketAddress parse(String text) {
        HostPort parts = HostPort.split(text).orElseThrow(() -> refused(text, "host:port"));
        String host = parts.host();
        int port = port(text, parts);
        if (parts.bracketed()
                ? host.contains(":")
                : DIGITS_AND_DOTS.matcher(host).matches()) {
            return new InetSocketAddress(literal(text, host), port);
        }
        if (!parts.bracketed() && HOST_NAME.matcher(host).matches()) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        throw refused(text, "host:port, an IPv6 address in brackets");
    }

    private static int port(String text, HostPort parts) {
        int port = parts.port().orElseThrow(() -> refused(text, "a port from 0 to 65535 behind the last colon"));
        if (!parts.hasPort(0)) {
            throw refused(text, "a port from 0 to 65535");
        }
        return port;
    }

    private static InetAddress literal(String text, String host) {
        try {
            return IpLiteral.parse(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(refusal(text, "an IP address and a port"), e);
        }
    }

    private static IllegalArgumentException refused(String text, String expected) {
        return new IllegalArgumentException(refusal(text, expected));
    }

    private static String refusal(String text, String expected) {
        return "address: \"" + excerpt(text) + "\" (expected: " + expected + ")";
    }

    private static String excerpt(String text) {
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }
}
