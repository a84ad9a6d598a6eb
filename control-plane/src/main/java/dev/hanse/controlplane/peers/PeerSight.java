// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.PresharedKey;
import java.util.List;
import java.util.Optional;

/**
 * How one gateway sees another.
 *
 * @param viewer who sees
 * @param peer a gateway of another cluster
 * @param reach how it is reached; empty: it is nobody's peer
 */
public record PeerSight(GatewayId viewer, GatewayId peer, Optional<Reach> reach) {

    /**
     * How a peer is reached.
     *
     * @param tunnel its endpoint
     * @param prefixes what it carries
     * @param pairKey of it and of the viewer
     */
    public record Reach(GatewayTunnel tunnel, List<IpPrefix> prefixes, PresharedKey pairKey) {
        /** Copies the list. */
        public Reach {
            prefixes = List.copyOf(prefixes);
        }
    }
}
