// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.path.DropReason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One peer as the endpoint sees it, summed over the workers.
 *
 * @param path state of the path, with the peer's id
 * @param remoteAddress where worker 0 sends to; empty: not known yet
 * @param sessionAge age of the newest session; empty: none
 * @param cipher cipher of that session
 * @param packetsOut inner packets sealed and handed to the system, segments counted singly
 * @param octetsOut their inner octets
 * @param packetsIn inner packets accepted from the peer
 * @param octetsIn their inner octets
 * @param drops what was dropped, by reason; only reasons that occurred
 */
public record PeerStatus(
        PathState path,
        Optional<InetSocketAddress> remoteAddress,
        Optional<Duration> sessionAge,
        Optional<CipherSuite> cipher,
        long packetsOut,
        long octetsOut,
        long packetsIn,
        long octetsIn,
        Map<DropReason, Long> drops) {

    /** Copies the map. */
    public PeerStatus {
        drops = Map.copyOf(drops);
    }
}
