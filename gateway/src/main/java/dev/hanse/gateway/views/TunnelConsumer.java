// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The view's peers to the tunnel, where they differ from those that it has; of the first view also none: what a process of before left on the host goes then. */
public final class TunnelConsumer implements ViewConsumer {

    private final TunnelPort tunnel;
    private @Nullable Map<PeerId, PeerConfig> applied;

    /** @param tunnel carries packets to the peers; has none yet */
    public TunnelConsumer(TunnelPort tunnel) {
        this.tunnel = tunnel;
    }

    @Override
    public void accept(ServedView newest) {
        Map<PeerId, PeerConfig> peers = newest.content().peers();
        if (!peers.equals(applied)) {
            tunnel.apply(List.copyOf(peers.values()));
            applied = peers;
        }
    }
}
