// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.session.SessionSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that workers need to know, immutable; published by one reference write.
 *
 * @param peers the configured peers; a slot is a position in this list
 * @param routes from prefixes to slots
 * @param down peers whose path is down
 * @param lost those of them whose senders are to be told, see {@link dev.hanse.tunnel.health.PathMonitor#lost}
 * @param avoided others that flows avoid, see {@link dev.hanse.tunnel.health.PathMonitor#avoided}
 * @param shares of those that have just come or come back, parts of a whole share of their flows, see {@link dev.hanse.net.time.SlowStart}
 * @param sessions sessions of all workers
 * @param sizes longest packet of each peer whose path is measured, octets; all others have that of the endpoint
 */
public record PathSnapshot(
        List<PeerConfig> peers,
        PeerRoutes routes,
        Set<PeerId> down,
        Set<PeerId> lost,
        Set<PeerId> avoided,
        Map<PeerId, Integer> shares,
        SessionSnapshot sessions,
        Map<PeerId, Integer> sizes) {

    /** Copies the collections. */
    public PathSnapshot {
        peers = List.copyOf(peers);
        down = Set.copyOf(down);
        lost = Set.copyOf(lost);
        avoided = Set.copyOf(avoided);
        shares = Map.copyOf(shares);
        sizes = Map.copyOf(sizes);
    }

    /** The same with other sessions; copies nothing. */
    public PathSnapshot with(SessionSnapshot others) {
        return new PathSnapshot(peers, routes, down, lost, avoided, shares, others, sizes);
    }
}
