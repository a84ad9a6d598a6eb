// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.tunnel.StaticKey;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerConfig;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** What the gateway needs of its tunnel endpoint. Any thread; returns at once but where it says so. */
public interface TunnelPort extends AutoCloseable {

    /** Sets the complete set of peers. */
    void apply(List<PeerConfig> peers);

    /** Has another static key from now on; sessions are opened anew. */
    void rekey(StaticKey key);

    /** The control plane is reached at these: what is exchanged with it does not enter the tunnel. */
    void controlPlane(Set<InetSocketAddress> addresses);

    /** The path to every peer, in no order. */
    List<PathState> paths();

    /** What the endpoint does at this moment. */
    TunnelStatus status();

    /** Has flows of peers take other gateways of this cluster, where there are any, or no longer. */
    void drain(boolean drained);

    /** Says to all peers that it stops soon, so that flows take other gateways of this cluster, and waits until they have heard it: half a second at most. */
    void leave();

    /** Ends all sessions and waits until that is done. Idempotent. */
    @Override
    void close();
}
