// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the path to each peer is up. A peer that answers probes is up while the probes of every worker are answered; any other
 * peer while a session with it lives. The path to a peer with another number of workers is down: flows of those workers that the other end
 * does not have would vanish. Owned by the control loop.
 */
public final class PathMonitor {

    /** Time between two probes of one worker to one peer. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(PathMonitor.class);

    private final int workers;
    private final InstantSource wallClock;
    private final PathListener listener;
    private final Map<PeerId, List<ProbeTrack>> tracks = new HashMap<>();
    private final Map<PeerId, PathState> states = new LinkedHashMap<>();
    private Map<PeerId, Integer> unlike = Map.of();
    private final AtomicLong changes;

    /** A probe to be sent by one worker. */
    public record Probe(int worker, PeerId peer, long number) {}

    /**
     * Has no peers yet.
     *
     * @param workers number of data workers
     * @param wallClock for {@link PathState#since}
     * @param listener hears every change
     */
    public PathMonitor(int workers, InstantSource wallClock, PathListener listener) {
        this(workers, wallClock, listener, new AtomicLong());
    }

    /**
     * Has no peers yet.
     *
     * @param changes the last number of a change, of this monitor or of one that it follows: whoever listens to both knows by it which word is the later one
     */
    public PathMonitor(int workers, InstantSource wallClock, PathListener listener, AtomicLong changes) {
        this.workers = workers;
        this.wallClock = wallClock;
        this.listener = listener;
        this.changes = changes;
    }

    /** Sets the complete set of peers; new ones begin down, those that go are forgotten without a word. */
    public void apply(List<PeerConfig> peers) {
        Set<PeerId> ids = peers.stream().map(PeerConfig::id).collect(Collectors.toSet());
        Set<PeerId> probed = peers.stream()
                .filter(PeerConfig::pathProbes)
                .map(PeerConfig::id)
                .collect(Collectors.toSet());
        compareWorkers(peers);
        states.keySet().retainAll(ids);
        tracks.keySet().retainAll(probed);
        peers.forEach(peer -> states.computeIfAbsent(
                peer.id(),
                id -> new PathState(id, false, Duration.ZERO, wallClock.instant(), changes.incrementAndGet())));
        probed.forEach(id -> tracks.computeIfAbsent(id, ignored -> newTracks()));
    }

    private void compareWorkers(List<PeerConfig> peers) {
        Map<PeerId, Integer> differing = new HashMap<>();
        for (PeerConfig peer : peers) {
            if (peer.differsFrom(workers)) {
                int theirs = peer.workers().orElseThrow();
                differing.put(peer.id(), theirs);
                if (!Objects.equals(unlike.get(peer.id()), theirs)) {
                    LOG.warn(
                            "path to {} cannot come up: {} data worker(s) there, {} here (expected: as many; set"
                                    + " tunnel.workers of both alike and restart)",
                            peer.id(),
                            theirs,
                            workers);
                }
            }
        }
        unlike = Map.copyOf(differing);
    }

    private List<ProbeTrack> newTracks() {
        return IntStream.range(0, workers).mapToObj(ignored -> new ProbeTrack()).toList();
    }

    /**
     * Ends an interval; to be called every {@link #INTERVAL}.
     *
     * @param hasSession whether a session with a peer lives
     * @return the probes to send now
     */
    public List<Probe> onInterval(Predicate<PeerId> hasSession, long nowNanos) {
        List<Probe> probes = new ArrayList<>();
        tracks.forEach((peer, ofPeer) -> {
            for (int worker = 0; worker < ofPeer.size(); worker++) {
                probes.add(new Probe(worker, peer, ofPeer.get(worker).nextProbe(nowNanos)));
            }
        });
        for (PeerId peer : List.copyOf(states.keySet())) {
            update(peer, tracks.containsKey(peer) ? probesAnswered(peer) : hasSession.test(peer));
        }
        return probes;
    }

    /** Takes the answer to a probe. */
    public void onAnswer(int worker, PeerId peer, long number, long nowNanos) {
        List<ProbeTrack> ofPeer = tracks.get(peer);
        if (ofPeer != null) {
            ofPeer.get(worker).onAnswer(number, nowNanos);
            update(peer, probesAnswered(peer));
        }
    }

    private boolean probesAnswered(PeerId peer) {
        return tracks.getOrDefault(peer, List.of()).stream().allMatch(ProbeTrack::up);
    }

    private void update(PeerId peer, boolean alive) {
        boolean up = alive && !unlike.containsKey(peer);
        PathState before = states.get(peer);
        if (before == null) {
            return;
        }
        Duration roundTrip = tracks.getOrDefault(peer, List.of()).stream()
                .map(ProbeTrack::roundTrip)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        PathState after = before.up() == up
                ? new PathState(peer, up, roundTrip, before.since(), before.change())
                : new PathState(peer, up, roundTrip, wallClock.instant(), changes.incrementAndGet());
        states.put(peer, after);
        if (before.up() != up) {
            LOG.info("path to {} is {}", peer, up ? "up" : "down");
            listener.onPath(after);
        }
    }

    /** The state of every peer. */
    public Map<PeerId, PathState> states() {
        return Map.copyOf(states);
    }

    /** Peers whose path is down. */
    public Set<PeerId> down() {
        Set<PeerId> down = new HashSet<>();
        states.forEach((peer, state) -> {
            if (!state.up()) {
                down.add(peer);
            }
        });
        return down;
    }
}
