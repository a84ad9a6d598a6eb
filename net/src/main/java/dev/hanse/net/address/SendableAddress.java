// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that a datagram may be sent to on a stranger's word, as {@code hanse.v1} has them: a literal IP address of one host, and a port. Never asks
 * DNS.
 */
public final class SendableAddress {

    /** A form that all readers take alike: no zone, no sign, no leading zero. */
    private static final Pattern FORM = Pattern.compile("(?<v4>[0-9.]{7,15})|\\[(?<v6>[0-9A-Fa-f:]{2,39})]");

    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

    private SendableAddress() {}

    /**
     * Reads {@code address:port}: four decimal octets, or IPv6 in brackets; and a decimal port.
     *
     * @return empty if the text has another form, the address is {@linkplain ForbiddenAddresses#isHost none of a host}, or the port none
     */
    public static Optional<InetSocketAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !PORT.matcher(text.substring(colon + 1)).matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        return port > HostPort.MAX_PORT
                ? Optional.empty()
                : host(text.substring(0, colon)).map(host -> new InetSocketAddress(host, port));
    }

    private static Optional<InetAddress> host(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean v6 = form.group("v6") != null;
        try {
            InetAddress host = IpLiteral.parse(v6 ? form.group("v6") : form.group("v4"));
            return host instanceof Inet6Address == v6 && ForbiddenAddresses.isHost(host)
                    ? Optional.of(host)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
