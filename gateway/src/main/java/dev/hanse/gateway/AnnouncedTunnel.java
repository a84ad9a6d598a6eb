// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.crypto.CipherSuite;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The tunnel of a gateway: how its endpoint runs, and what others must know to reach it.
 *
 * @param endpoint key {@code tunnel}: all that the endpoint needs; its ciphers are announced, so {@code chacha20-poly1305} must be among them
 * @param advertise key {@code tunnel.advertise}: UDP addresses that other gateways reach, in order of preference, 1 to 8
 */
public record AnnouncedTunnel(TunnelConfig endpoint, List<InetSocketAddress> advertise) {

    /** Most addresses of one endpoint, as in the exchange. */
    public static final int MAX_ADVERTISED = 8;

    /** Checks what others rely on and copies the list. */
    public AnnouncedTunnel {
        advertise = List.copyOf(advertise);
        requireAdvertised(advertise);
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
