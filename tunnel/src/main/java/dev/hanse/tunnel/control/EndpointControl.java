// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.health.PathProbe;
import dev.hanse.tunnel.health.PathSizes;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.path.PathSnapshot;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.session.HandshakeDrop;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.PeerSession;
import dev.hanse.tunnel.session.SessionAction;
import dev.hanse.tunnel.session.SessionControl;
import dev.hanse.tunnel.session.SessionSnapshot;
import dev.hanse.tunnel.session.SessionStatus;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Decides for all workers of an endpoint. Owned by the control loop; times are {@link System#nanoTime} values. */
public final class EndpointControl {

    private final SessionControl sessions;
    private final PathMonitor monitor;
    private final PathSizes sizes;
    private final List<? extends WorkerPort> workers;
    private final Consumer<PathSnapshot> published;
    private final Measured measured = new Measured();
    private List<PeerConfig> peers = List.of();
    private PeerRoutes routes = PeerRoutes.of(List.of());
    private PathSnapshot snapshot;
    private long flips;
    private long sizeChanges;
    private int probeFlags;
    private boolean leaving;
    private boolean answersTold;

    /**
     * Has no peers yet.
     *
     * @param published takes every new snapshot, by one reference write
     */
    public EndpointControl(
            SessionControl sessions,
            PathMonitor monitor,
            PathSizes sizes,
            List<? extends WorkerPort> workers,
            Consumer<PathSnapshot> published) {
        this.sessions = sessions;
        this.monitor = monitor;
        this.sizes = sizes;
        this.workers = List.copyOf(workers);
        this.published = published;
        snapshot = snapshotOf(sessions.snapshot());
    }

    /** What the workers start with. */
    public PathSnapshot snapshot() {
        return snapshot;
    }

    /** Sets the complete desired set of peers. */
    public void apply(List<PeerConfig> desired) {
        peers = List.copyOf(desired);
        routes = PeerRoutes.of(peers.stream().map(PeerConfig::prefixes).toList());
        monitor.apply(peers);
        sizes.apply(peers);
        List<SessionAction> actions = sessions.apply(peers);
        publish(snapshotOf(sessions.snapshot()));
        perform(actions);
    }

    /** Has another static key from now on; sessions with all peers are opened anew. */
    public void rekey(X25519PrivateKey key, long now) {
        List<SessionAction> actions = sessions.rekey(key, peers);
        publish(snapshotOf(sessions.snapshot()));
        perform(actions);
        openSessions(now);
    }

    /** Opens sessions with the peers that expect probes, so that a first packet finds one; to be called after {@link #apply}. */
    public void openSessions(long now) {
        for (PeerConfig peer : peers) {
            for (int worker = 0; peer.pathProbes() && worker < workers.size(); worker++) {
                openSession(worker, peer.id(), now);
            }
        }
    }

    private void openSession(int worker, PeerId peer, long now) {
        if (!usable(worker, peer, now)) {
            requestSession(worker, peer, now);
        }
    }

    /** A handshake frame came to a worker. */
    public void onHandshakeFrame(int worker, byte[] frame, InetSocketAddress from, long now) {
        perform(sessions.onHandshakeFrame(worker, frame, from, now));
    }

    /** A packet waits at a worker. */
    public void requestSession(int worker, PeerId peer, long now) {
        perform(sessions.requestSession(peer, worker, now));
    }

    /** A keypair has been used by the peer. */
    public void onConfirmed(Keypair keypair) {
        perform(sessions.onConfirmed(keypair));
    }

    /** A probe was answered. What the first answer after a look changes, workers know at once; what others change, after the next one. */
    public void onProbeAnswer(int worker, PeerId peer, long number, long now) {
        if (PathProbe.isSize(number)) {
            sizes.onAnswer(worker, peer, number, now);
        } else {
            monitor.onAnswer(worker, peer, number, now);
        }
        // Each time everything is copied: what many answers change at once waits for the next look.
        if (!answersTold) {
            publishPaths();
        }
    }

    /** To be called every {@link SessionControl#TICK_NANOS}. */
    public void onTick(long now) {
        perform(sessions.onTick(now));
    }

    /** To be called every {@link PathMonitor#INTERVAL}: probes paths, and opens the sessions that probes need. */
    public void onProbeInterval(long now) {
        for (PathMonitor.Probe probe : monitor.onInterval(peer -> hasSession(peer, now), now)) {
            if (usable(probe.worker(), probe.peer(), now)) {
                send(probe);
            } else {
                requestSession(probe.worker(), probe.peer(), now);
            }
        }
        sizes.onInterval(measured, now).forEach(this::send);
        publishPaths();
        answersTold = false;
    }

    private void send(PathSizes.Probe probe) {
        int flags = probeFlags;
        workers.get(probe.worker())
                .execute(path -> path.sendSizeProbe(probe.peer(), flags, probe.number(), probe.octets()));
    }

    /** To be called every {@link PathMonitor#HASTE}: probes paths more often whose answers are overdue, and has flows avoid them. */
    public void onHaste(long now) {
        monitor.onHaste(now).forEach(this::send);
        sizes.onLook();
        publishPaths();
        answersTold = false;
    }

    private void send(PathMonitor.Probe probe) {
        int flags = probeFlags;
        workers.get(probe.worker()).execute(path -> path.sendProbe(probe.peer(), flags, probe.number()));
    }

    /** Tells all peers, at once and with each probe from now on, that this endpoint stops soon. */
    public void leave(long now) {
        leaving = true;
        drain(true, now);
    }

    /** Tells all peers the same of an endpoint that goes on and carries flows only where no other one does, or that this is over; nothing after {@link #leave}. */
    public void drain(boolean drained, long now) {
        probeFlags = drained || leaving ? PathProbe.LEAVING : 0;
        monitor.onFarewell(now).forEach(this::send);
    }

    /** Whether all peers that can be reached know that it stops. */
    public boolean isLeaveHeard() {
        return monitor.isHeard();
    }

    /** A peer stops soon, or does not any more. */
    public void onLeaving(PeerId peer, boolean leaving, long now) {
        monitor.onLeaving(peer, leaving, now);
        publishPaths();
    }

    private boolean hasSession(PeerId peer, long now) {
        for (int worker = 0; worker < workers.size(); worker++) {
            if (usable(worker, peer, now)) {
                return true;
            }
        }
        return false;
    }

    private boolean usable(int worker, PeerId peer, long now) {
        PeerSession session = snapshot.sessions().worker(worker).session(peer);
        Keypair keypair = session == null ? null : session.sending();
        return keypair != null && !keypair.tooOld(now);
    }

    private void perform(List<SessionAction> actions) {
        for (SessionAction action : actions) {
            switch (action) {
                case SessionAction.Publish publish -> publish(snapshot.with(publish.snapshot()));
                case SessionAction.Send send ->
                    workers.get(send.worker()).execute(path -> path.send(send.remote(), send.datagram()));
                case SessionAction.Established established ->
                    workers.get(established.worker())
                            .execute(path -> path.onEstablished(established.peer(), established.keypair()));
                case SessionAction.Keepalive keepalive ->
                    workers.get(keepalive.worker()).execute(path -> path.sendKeepalive(keepalive.peer()));
                case SessionAction.Abandoned abandoned ->
                    workers.get(abandoned.worker()).execute(path -> path.onAbandoned(abandoned.peer()));
                case SessionAction.Erase erase ->
                    workers.get(erase.worker()).execute(path -> path.erase(erase.keypair()));
            }
        }
    }

    private void publish(PathSnapshot newest) {
        snapshot = newest;
        published.accept(newest);
    }

    private PathSnapshot snapshotOf(SessionSnapshot current) {
        flips = monitor.flips();
        sizeChanges = sizes.changes();
        return new PathSnapshot(
                peers,
                routes,
                monitor.down(),
                monitor.lost(),
                monitor.avoided(),
                monitor.shares(),
                current,
                sizes.sizes());
    }

    private void publishPaths() {
        if (flips != monitor.flips() || sizeChanges != sizes.changes()) {
            publish(snapshotOf(snapshot.sessions()));
            answersTold = true;
        }
    }

    /** The peers of the last {@link #apply}. */
    public List<PeerConfig> peers() {
        return peers;
    }

    /** State of every path. */
    public Map<PeerId, PathState> paths() {
        Map<PeerId, PathState> states = new HashMap<>();
        monitor.states().forEach((peer, state) -> states.put(peer, state.withMtu(sizes.settled(peer))));
        return Map.copyOf(states);
    }

    /**
     * Longest packet to each prefix that all its gateways take which can be reached, octets; where none can be reached, that all of them take.
     */
    public Map<IpPrefix, Integer> mtus() {
        Map<IpPrefix, Integer> reached = new HashMap<>();
        Map<IpPrefix, Integer> all = new HashMap<>();
        for (PeerConfig peer : peers) {
            int octets = sizes.settled(peer.id());
            for (IpPrefix prefix : peer.prefixes()) {
                all.merge(prefix, octets, Math::min);
                if (!snapshot.down().contains(peer.id())) {
                    reached.merge(prefix, octets, Math::min);
                }
            }
        }
        all.putAll(reached);
        return all;
    }

    /** What sizes go by. */
    private final class Measured implements PathSizes.Paths {

        @Override
        public boolean up(PeerId peer) {
            PathState state = monitor.state(peer);
            return state != null && state.up();
        }

        @Override
        public long roundTripNanos(PeerId peer) {
            PathState state = monitor.state(peer);
            return state == null ? 0 : state.roundTrip().toNanos();
        }

        @Override
        public long packets(int worker, PeerId peer) {
            PeerSession session = snapshot.sessions().worker(worker).session(peer);
            return session == null ? 0 : session.activity().packetsOut();
        }
    }

    /** State of every session. */
    public List<SessionStatus> sessions(long now) {
        return sessions.statuses(now);
    }

    /** Handshake frames that were dropped so far, by reason. */
    public Map<HandshakeDrop, Long> handshakeDrops() {
        return sessions.drops();
    }
}
