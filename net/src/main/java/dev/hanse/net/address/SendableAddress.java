// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Addresses that a datagram can be sent to, as {@code hanse.v1} has them: a literal IP address of one host, and a port. Never asks DNS. */
public final class SendableAddress {

    private SendableAddress() {}

    /**
     * Reads {@code address:port}, with an address in any form that the JDK takes; IPv6 should stand in brackets and need not.
     *
     * @return empty if the text has another form, or the address is unspecified or multicast, or the port 0
     */
    public static Optional<InetSocketAddress> parse(String text) {
        return HostPort.split(text).filter(each -> each.hasPort(1)).flatMap(SendableAddress::resolve);
    }

    private static Optional<InetSocketAddress> resolve(HostPort text) {
        try {
            InetAddress host = InetAddress.ofLiteral(text.host());
            return host.isAnyLocalAddress() || host.isMulticastAddress()
                    ? Optional.empty()
                    : Optional.of(new InetSocketAddress(host, text.port().orElseThrow()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
