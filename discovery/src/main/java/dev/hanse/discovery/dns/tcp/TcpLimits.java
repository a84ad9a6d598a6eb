// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import java.time.Duration;

/**
 * What connections may take (RFC 7766 section 6.2).
 *
 * @param idle time without a complete query after which a connection is closed
 * @param perClient connections of one client address; one more closes the one that has been idle longest
 * @param total connections of all clients on one event loop; one more is closed at once
 */
public record TcpLimits(Duration idle, int perClient, int total) {

    /** Ten seconds, 150 for a client, 4,096 in all. */
    public static final TcpLimits DEFAULT = new TcpLimits(Duration.ofSeconds(10), 150, 4_096);
}
