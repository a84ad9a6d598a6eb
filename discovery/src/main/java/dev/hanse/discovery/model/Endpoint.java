// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.net.InetAddress;

/**
 * One address that answers for a service.
 *
 * @param address IPv4 or IPv6 address, without a scope
 * @param hostname RFC 1123 label; empty: the dashed address stands for it in DNS
 * @param ready whether new clients are sent to it, as its own cluster sees it
 * @param serving whether it answers, also while it ends; differs from {@code ready} where it is terminating, or its service publishes what is not ready
 * @param terminating whether it is on its way out
 * @param weight relative share of new clients, 0 (draining) to 1000
 */
public record Endpoint(
        InetAddress address, String hostname, boolean ready, boolean serving, boolean terminating, int weight) {

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

    /** An endpoint of a source that knows no more than whether it is healthy: it serves while it is ready. */
    public Endpoint(InetAddress address, String hostname, boolean ready, int weight) {
        this(address, hostname, ready, ready, false, weight);
    }

    /** A ready endpoint of weight 1 without a hostname. */
    public static Endpoint ready(InetAddress address) {
        return new Endpoint(address, "", true, 1);
    }
}
