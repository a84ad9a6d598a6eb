// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** UDP addresses of tunnel endpoints: {@code host:port} with a literal IP address, IPv6 in brackets. Never asks DNS. */
public final class SocketAddresses {

    private SocketAddresses() {}

    /** As the contracts write an address. */
    public static String format(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /**
     * Reads an address that can be sent to.
     *
     * @throws IllegalArgumentException on another form, an unspecified or multicast address, or port 0
     */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            if (colon > 0) {
                String host = text.substring(0, colon);
                int port = Integer.parseInt(text.substring(colon + 1));
                return requireSendable(text, new InetSocketAddress(InetAddress.ofLiteral(unbracketed(host)), port));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(malformed(text), e);
        }
        throw new IllegalArgumentException(malformed(text));
    }

    private static InetSocketAddress requireSendable(String text, InetSocketAddress address) {
        InetAddress host = address.getAddress();
        if (address.getPort() == 0 || host.isAnyLocalAddress() || host.isMulticastAddress()) {
            throw new IllegalArgumentException(malformed(text));
        }
        return address;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String malformed(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return "tunnel address: \"" + shown + "\" (expected: address:port of one host, as 192.0.2.1:51820)";
    }
}
