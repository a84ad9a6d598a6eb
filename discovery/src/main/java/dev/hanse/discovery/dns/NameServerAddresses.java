// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of the zone's name server, {@code ns.dns.<zone>}: what is listened on, and for a wildcard what this
 * host has.
 */
final class NameServerAddresses {

    /** Glue is meant to fit beside the NS record. */
    private static final int LIMIT = 8;

    private NameServerAddresses() {}

    static List<InetAddress> of(List<InetSocketAddress> listen) {
        return listen.stream()
                .map(InetSocketAddress::getAddress)
                .flatMap(a -> a.isAnyLocalAddress() ? ofHost() : Stream.of(a))
                .distinct()
                .limit(LIMIT)
                .toList();
    }

    private static Stream<InetAddress> ofHost() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress());
        } catch (SocketException e) {
            return Stream.empty();
        }
    }
}
