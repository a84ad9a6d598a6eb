// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.net.address.HostPort;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.crypto.CipherSuite;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The tunnel of a gateway: how its endpoint runs, and what others must know to reach it.
 *
 * @param endpoint key {@code tunnel}: all that the endpoint needs; its ciphers are announced, so {@code chacha20-poly1305} must be among them
 * @param advertise key {@code tunnel.advertise}: UDP addresses that other gateways reach, in order of preference, 1 to 8
 * @param untrackTransit key {@code tunnel.untrack-transit}: whether packets between pods on other hosts and other clusters are kept out of this host's connection tracking
 */
public record AnnouncedTunnel(TunnelConfig endpoint, List<InetSocketAddress> advertise, boolean untrackTransit) {

    /** Most addresses of one endpoint, as in the exchange. */
    public static final int MAX_ADVERTISED = 8;

    /** Checks what others rely on and copies the list. */
    public AnnouncedTunnel {
        advertise = List.copyOf(advertise);
        requireAdvertised(advertise);
        requireReceived(endpoint.listen(), advertise);
        requireCiphers(endpoint.ciphers());
    }

    /**
     * Checks addresses.
     *
     * @throws IllegalArgumentException if other gateways cannot reach one of them
     */
    public static void requireAdvertised(List<InetSocketAddress> advertise) {
        if (advertise.isEmpty() || advertise.size() > MAX_ADVERTISED) {
            throw new IllegalArgumentException("tunnel.advertise: " + advertise.size() + " addresses (expected: 1 to "
                    + MAX_ADVERTISED + " that other gateways can send to)");
        }
        advertise.forEach(address -> Addresses.requireReachable("tunnel.advertise", address));
    }

    /**
     * Checks that what others send to these addresses is received.
     *
     * @throws IllegalArgumentException if the endpoint listens on the other kind of addresses only
     */
    public static void requireReceived(InetSocketAddress listen, List<InetSocketAddress> advertise) {
        boolean v6 = listen.getAddress() instanceof Inet6Address;
        if (v6 && listen.getAddress().isAnyLocalAddress()) {
            return;
        }
        for (InetSocketAddress each : advertise) {
            if (each.getAddress() instanceof Inet6Address != v6) {
                throw new IllegalArgumentException("tunnel.listen: " + HostPort.format(listen) + " receives "
                        + (v6 ? "IPv6" : "IPv4") + " only, and tunnel.advertise has " + HostPort.format(each)
                        + " (expected: [::]:" + listen.getPort() + ", which receives both)");
            }
        }
    }

    /**
     * Checks ciphers.
     *
     * @throws IllegalArgumentException if another gateway may have none of them
     */
    public static void requireCiphers(List<CipherSuite> ciphers) {
        if (!ciphers.contains(CipherSuite.CHACHA20_POLY1305)
                || ciphers.stream().distinct().count() != ciphers.size()) {
            throw new IllegalArgumentException(
                    "tunnel.ciphers: " + ciphers + " (expected: each once, chacha20-poly1305 among them)");
        }
    }
}
