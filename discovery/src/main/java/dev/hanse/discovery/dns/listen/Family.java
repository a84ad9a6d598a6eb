// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.listen;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;

/** Whose packets a listening socket takes. */
public enum Family {
    /** Those of IPv4 alone. */
    IPV4,
    /** Those of IPv6 alone. */
    IPV6,
    /** Both: what {@code [::]} means where nothing is said about IPv4 on that port. */
    BOTH;

    /** The family of an address that is listened on alone. */
    public static Family of(InetSocketAddress address) {
        return of(address, List.of());
    }

    /**
     * The family of one of several addresses. A socket on {@code [::]} that took IPv4 too would collide with one on {@code 0.0.0.0}, or on any
     * other IPv4 address, and the same port.
     */
    public static Family of(InetSocketAddress address, List<InetSocketAddress> all) {
        if (isIpv4(address)) {
            return IPV4;
        }
        boolean apart = all.stream().anyMatch(other -> isIpv4(other) && other.getPort() == address.getPort());
        return apart || !address.getAddress().isAnyLocalAddress() ? IPV6 : BOTH;
    }

    private static boolean isIpv4(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address;
    }
}
