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
 * @param stalled of them those whose clients do not read their answers; one more closes the one that has not for longest
 */
public record TcpLimits(Duration idle, int perClient, int total, int stalled) {

    /** Ten seconds, 150 for a client, 4,096 in all, 64 that do not read. */
    public static final TcpLimits DEFAULT = new TcpLimits(Duration.ofSeconds(10), 150, 4_096, 64);
}
