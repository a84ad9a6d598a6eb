// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.QueueStatus;
import dev.hanse.tunnel.StaticKey;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.WorkerStatus;
import dev.hanse.tunnel.health.PathListener;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.net.SocketBuffers;
import dev.hanse.tunnel.path.DirectionCounts;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.HandshakeDrop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A tunnel without packets: remembers its peers, and its paths go up and down as the test says. */
public final class FakeTunnel implements TunnelPort {

    private volatile Set<InetSocketAddress> controlPlane = Set.of();
    private volatile boolean drained;
    private static final Traffic TRAFFIC = new Traffic(
            1,
            100,
            2,
            200,
            new DirectionCounts(List.of(1L, 2L, 0L, 0L, 0L, 0L, 3L), 200, 4, 2000, 8000),
            DirectionCounts.NONE,
            Map.of(DropReason.STAGING_FULL, 5L));

    private final Clock clock;
    private final PathListener listener;
    private final Map<PeerId, PathState> paths = new ConcurrentHashMap<>();
    private volatile List<PeerConfig> peers = List.of();
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean left;
    private volatile boolean closed;
    private @Nullable TunnelConfig config;
    private List<IpPrefix> localPrefixes = List.of();
    private volatile @Nullable StaticKey key;

    public FakeTunnel(Clock clock, PathListener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /** Remembers what it was started with. */
    public FakeTunnel startedWith(TunnelConfig settings, List<IpPrefix> prefixes, StaticKey own) {
        config = settings;
        localPrefixes = prefixes;
        key = own;
        return this;
    }

    public TunnelConfig config() {
        return Objects.requireNonNull(config, "started");
    }

    public List<IpPrefix> localPrefixes() {
        return localPrefixes;
    }

    public StaticKey key() {
        return Objects.requireNonNull(key, "started");
    }

    @Override
    public void apply(List<PeerConfig> complete) {
        peers = List.copyOf(complete);
        paths.keySet().retainAll(complete.stream().map(PeerConfig::id).toList());
    }

    @Override
    public void rekey(StaticKey fresh) {
        key = fresh;
    }

    public List<PeerConfig> peers() {
        return peers;
    }

    public boolean closed() {
        return closed;
    }

    /** Whether it said that it stops, while it still could. */
    public boolean left() {
        return left;
    }

    /** The path to a peer goes up or down. */
    public void path(PeerId peer, boolean up) {
        PathState state = new PathState(peer, up, Duration.ofMillis(2), clock.instant(), changes.incrementAndGet());
        paths.put(peer, state);
        listener.onPath(state);
    }

    @Override
    public List<PathState> paths() {
        return peers.stream().map(peer -> pathTo(peer.id())).toList();
    }

    private PathState pathTo(PeerId peer) {
        return paths.getOrDefault(peer, new PathState(peer, true, Duration.ZERO, clock.instant(), 0));
    }

    @Override
    public TunnelStatus status() {
        List<PeerStatus> each = peers.stream()
                .map(peer -> new PeerStatus(
                        pathTo(peer.id()),
                        !pathTo(peer.id()).up(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        peer.workers(),
                        List.of(TRAFFIC)))
                .toList();
        return new TunnelStatus(
                "fake0",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 51_820),
                List.of(new WorkerStatus(TRAFFIC, OptionalInt.of(0), Optional.of(new SocketBuffers(1 << 16, 1 << 17)))),
                1420,
                List.of("none"),
                TunnelConfig.Edge.PORTABLE,
                new QueueStatus(1000, 500, 1 << 20),
                each,
                Map.of(DropReason.UNKNOWN_TYPE, 3L),
                Map.of(HandshakeDrop.MAC1, 5L),
                "");
    }

    @Override
    public void controlPlane(Set<InetSocketAddress> addresses) {
        controlPlane = Set.copyOf(addresses);
    }

    /** Where it was last told that the control plane is reached. */
    public Set<InetSocketAddress> controlPlane() {
        return controlPlane;
    }

    @Override
    public void drain(boolean said) {
        drained = said;
    }

    /** Whether flows are to take other gateways. */
    public boolean isDrained() {
        return drained;
    }

    @Override
    public void leave() {
        left = !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
