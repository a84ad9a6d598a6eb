// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.net.address.SendableAddress;
import dev.hanse.net.keys.TunnelPublicKey;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * How to reach a gateway's tunnel endpoint.
 *
 * @param publicKey X25519 static public key
 * @param addresses UDP addresses, {@code host:port} with a literal address, in order of preference; 1 to {@link
 *     #MAX_ADDRESSES}
 * @param ciphers what the endpoint takes, in order of preference
 * @param pathProbes whether it answers path probes
 * @param workers data workers, at most {@link #MAX_WORKERS}; 0: not said
 * @param underlayApart whether the gateway keeps what it sends outside the tunnel out of it, also to addresses in pod prefixes
 */
public record GatewayTunnel(
        TunnelPublicKey publicKey,
        List<String> addresses,
        List<PacketCipher> ciphers,
        boolean pathProbes,
        int workers,
        boolean underlayApart) {

    /** Limit of addresses. */
    public static final int MAX_ADDRESSES = 8;

    /** Limit of data workers: more than any version has. */
    public static final int MAX_WORKERS = 1024;

    /** Copies the lists and checks the number of addresses. */
    public GatewayTunnel {
        addresses = List.copyOf(addresses);
        ciphers = List.copyOf(ciphers);
        if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "tunnel addresses: " + addresses.size() + " (expected: 1 to " + MAX_ADDRESSES + ")");
        }
        if (workers < 0 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("tunnel workers: " + Integer.toUnsignedString(workers)
                    + " (expected: at most " + MAX_WORKERS + ")");
        }
    }

    /** The addresses as sockets take them, in the same order; without those that nobody could send to. */
    public List<InetSocketAddress> socketAddresses() {
        return addresses.stream()
                .map(SendableAddress::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}
