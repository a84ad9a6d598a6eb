// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The responder for the cluster set's zone.
 *
 * @param listen key {@code dns.listen}: addresses for UDP and TCP, 1 to 16
 * @param zone key {@code dns.zone}: the zone's name, without a final dot
 */
public record DnsSettings(List<InetSocketAddress> listen, String zone) {

    /** All addresses of the host, port 53, {@code clusterset.local}. */
    public static final DnsSettings DEFAULT =
            new DnsSettings(List.of(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 53)), "clusterset.local");

    private static final int MAX_LISTEN = 16;

    /** Checks the addresses; the responder checks the zone's name. */
    public DnsSettings {
        listen = List.copyOf(listen);
        if (listen.isEmpty() || listen.size() > MAX_LISTEN) {
            throw new IllegalArgumentException(
                    "dns.listen: " + listen.size() + " addresses (expected: 1 to " + MAX_LISTEN + ")");
        }
        listen.forEach(address -> Addresses.requireListen("dns.listen", address));
        if (zone.isBlank()) {
            throw new IllegalArgumentException("dns.zone: \"" + zone + "\" (expected: a zone, as clusterset.local)");
        }
    }
}
