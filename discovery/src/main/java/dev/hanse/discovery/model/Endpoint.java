// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.net.InetAddress;

/**
 * One address that answers for a service.
 *
 * @param address IPv4 or IPv6 address, without a scope
 * @param hostname RFC 1123 label; empty: the dashed address stands for it in DNS
 * @param ready whether its own cluster finds it healthy
 * @param weight relative share of new clients, 0 (draining) to 1000
 */
public record Endpoint(InetAddress address, String hostname, boolean ready, int weight) {

    /** Largest weight. */
    public static final int MAX_WEIGHT = 1000;

    /** Checks hostname and weight. */
    public Endpoint {
        if (!hostname.isEmpty()) {
            DnsLabel.require("endpoint hostname", hostname);
        }
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "endpoint weight: " + Integer.toUnsignedString(weight) + " (expected: 0 to " + MAX_WEIGHT + ")");
        }
    }

    /** A ready endpoint of weight 1 without a hostname. */
    public static Endpoint ready(InetAddress address) {
        return new Endpoint(address, "", true, 1);
    }
}
