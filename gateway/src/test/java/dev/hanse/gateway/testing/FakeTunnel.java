// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import dev.hanse.gateway.bridge.TunnelPort;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.health.PathListener;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.HandshakeDrop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A tunnel without packets: remembers its peers, and its paths go up and down as the test says. */
public final class FakeTunnel implements TunnelPort {

    private final Clock clock;
    private final PathListener listener;
    private final Map<PeerId, PathState> paths = new ConcurrentHashMap<>();
    private volatile List<PeerConfig> peers = List.of();
    private volatile boolean closed;

    public FakeTunnel(Clock clock, PathListener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void apply(List<PeerConfig> complete) {
        peers = List.copyOf(complete);
        paths.keySet().retainAll(complete.stream().map(PeerConfig::id).toList());
    }

    public List<PeerConfig> peers() {
        return peers;
    }

    public boolean closed() {
        return closed;
    }

    /** The path to a peer goes up or down. */
    public void path(PeerId peer, boolean up) {
        PathState state = new PathState(peer, up, Duration.ofMillis(2), clock.instant());
        paths.put(peer, state);
        listener.onPath(state);
    }

    @Override
    public TunnelStatus status() {
        List<PeerStatus> each = peers.stream()
                .map(peer -> new PeerStatus(
                        paths.getOrDefault(peer.id(), new PathState(peer.id(), true, Duration.ZERO, clock.instant())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        100,
                        2,
                        200,
                        Map.of()))
                .toList();
        return new TunnelStatus(
                "fake0",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 51_820),
                1,
                1420,
                List.of("none"),
                TunnelConfig.Edge.PORTABLE,
                each,
                Map.of(DropReason.UNKNOWN_TYPE, 3L),
                Map.of(HandshakeDrop.MAC1, 5L));
    }

    @Override
    public void close() {
        closed = true;
    }
}
