// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.net.address.ForbiddenAddresses;
import dev.hanse.net.address.HostPort;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** By which addresses others ask this gateway for names. Stateless. */
final class DnsAddresses {

    /** Limit of the contract. */
    private static final int MAX = 32;

    private DnsAddresses() {}

    /**
     * As the contract has them.
     *
     * @param listen where it listens; 0.0.0.0 stands for all next hops of IPv4, [::] for all
     * @param hops its next hops
     */
    static List<String> of(List<InetSocketAddress> listen, List<InetAddress> hops) {
        return listen.stream()
                .flatMap(each -> reached(each, hops))
                // No loopback address, none of a link alone: each host has these itself.
                .filter(each -> ForbiddenAddresses.isHost(each.getAddress()))
                .map(HostPort::format)
                .distinct()
                .limit(MAX)
                .toList();
    }

    private static Stream<InetSocketAddress> reached(InetSocketAddress listen, List<InetAddress> hops) {
        InetAddress address = listen.getAddress();
        if (!address.isAnyLocalAddress()) {
            return Stream.of(listen);
        }
        boolean ipv4 = address instanceof Inet4Address;
        return hops.stream()
                .filter(each -> !ipv4 || each instanceof Inet4Address)
                .map(each -> new InetSocketAddress(each, listen.getPort()));
    }
}
