// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import dev.hanse.net.time.SlowStart;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the path to each peer is up. A peer that answers probes is up while the probes of every worker are answered; any other
 * peer while a session with it lives. The path to a peer with another number of workers is down: flows of those workers that the other end
 * does not have would vanish.
 *
 * <p>Flows avoid a peer sooner, and come back a few at first: where answers are overdue, and where it says that it stops. What a client may still ask for is decided by the state alone, so that
 * a stall that only moves flows changes no answer of DNS. Owned by the control loop.
 */
public final class PathMonitor {

    /** Time between two probes of one worker to one peer. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    /** Between two looks for answers that are overdue. */
    public static final Duration HASTE = Duration.ofNanos(ProbeTrack.HASTE_NANOS);

    /** Intervals for which a path is down before senders are told: a start, or a short outage, is none of their business. */
    private static final int LOST = 4;

    private static final Duration FAREWELL_LOG = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(PathMonitor.class);

    private final int workers;
    private final InstantSource wallClock;
    private final PathListener listener;
    private final Map<PeerId, List<ProbeTrack>> tracks = new HashMap<>();
    private final Map<PeerId, PathState> states = new LinkedHashMap<>();
    private final Set<PeerId> leaving = new HashSet<>();
    private final Set<PeerId> down = new HashSet<>();
    private final Set<PeerId> avoided = new HashSet<>();
    private final SlowStart<PeerId> slowStart = new SlowStart<>();
    private final Map<PeerId, Integer> shares = new HashMap<>();
    private final Map<PeerId, Integer> silent = new HashMap<>();
    private final Map<PeerId, Long> farewellsTold = new HashMap<>();
    private long flips;
    private final List<Probe> farewells = new ArrayList<>();
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
        states.keySet().stream().filter(each -> !ids.contains(each)).forEach(slowStart::forget);
        states.keySet().retainAll(ids);
        shares.keySet().retainAll(ids);
        tracks.keySet().retainAll(probed);
        leaving.retainAll(ids);
        farewellsTold.keySet().retainAll(ids);
        down.retainAll(ids);
        avoided.retainAll(ids);
        silent.keySet().retainAll(probed);
        peers.forEach(peer -> states.computeIfAbsent(
                peer.id(),
                id -> new PathState(id, false, Duration.ZERO, wallClock.instant(), changes.incrementAndGet())));
        probed.forEach(id -> tracks.computeIfAbsent(id, ignored -> newTracks()));
        ids.forEach(this::judge);
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
        List<Probe> probes = probeAll(nowNanos);
        for (PeerId peer : List.copyOf(states.keySet())) {
            update(peer, tracks.containsKey(peer) ? probesAnswered(peer) : hasSession.test(peer), nowNanos);
            listen(peer);
        }
        return probes;
    }

    /** Who does not answer probes may still be woken by a packet. */
    private void listen(PeerId peer) {
        if (down.contains(peer) && tracks.containsKey(peer) && silent.merge(peer, 1, Integer::sum) == LOST) {
            flips++;
        }
    }

    private List<Probe> probeAll(long nowNanos) {
        List<Probe> probes = new ArrayList<>();
        tracks.forEach((peer, ofPeer) -> {
            for (int worker = 0; worker < ofPeer.size(); worker++) {
                probes.add(new Probe(worker, peer, ofPeer.get(worker).nextProbe(nowNanos)));
            }
        });
        return probes;
    }

    /**
     * Looks for answers that are overdue; to be called every {@link #HASTE}.
     *
     * @return further probes to send now, where flows may have to move
     */
    public List<Probe> onHaste(long nowNanos) {
        List<Probe> probes = new ArrayList<>();
        tracks.forEach((peer, ofPeer) -> {
            for (int i = 0; i < ofPeer.size(); i++) {
                int worker = i;
                ofPeer.get(worker).look(nowNanos).ifPresent(number -> probes.add(new Probe(worker, peer, number)));
            }
            judge(peer, nowNanos);
        });
        return probes;
    }

    /** Whether flows may take the peer, and how many. */
    private void judge(PeerId peer, long nowNanos) {
        judge(peer);
        int share = SlowStart.WHOLE;
        if (down.contains(peer) || avoided.contains(peer)) {
            slowStart.remove(peer, nowNanos);
        } else {
            share = slowStart.add(peer, nowNanos);
        }
        Integer before = share == SlowStart.WHOLE ? shares.remove(peer) : shares.put(peer, share);
        flips += share == Objects.requireNonNullElse(before, SlowStart.WHOLE) ? 0 : 1;
    }

    /** Whether flows may take the peer. */
    private void judge(PeerId peer) {
        PathState state = states.get(peer);
        boolean isDown = state != null && !state.up();
        if (!isDown) {
            silent.remove(peer);
        }
        boolean isAvoided = !isDown
                && (leaving.contains(peer)
                        || tracks.getOrDefault(peer, List.of()).stream().anyMatch(ProbeTrack::avoided));
        if (set(down, peer, isDown) | set(avoided, peer, isAvoided)) {
            flips++;
        }
    }

    private static boolean set(Set<PeerId> peers, PeerId peer, boolean member) {
        return member ? peers.add(peer) : peers.remove(peer);
    }

    /**
     * This endpoint stops soon.
     *
     * @return the probes to send now, which say so; {@link #isHeard} tells when they are answered
     */
    public List<Probe> onFarewell(long nowNanos) {
        farewells.clear();
        farewells.addAll(probeAll(nowNanos));
        return List.copyOf(farewells);
    }

    /** Whether every peer whose path is up has answered a probe of {@link #onFarewell}, at every worker. */
    public boolean isHeard() {
        return farewells.stream().allMatch(this::isHeard);
    }

    private boolean isHeard(Probe farewell) {
        List<ProbeTrack> ofPeer = tracks.get(farewell.peer());
        PathState state = states.get(farewell.peer());
        return ofPeer == null
                || state == null
                || !state.up()
                || ofPeer.get(farewell.worker()).answeredSince(farewell.number());
    }

    /** A peer stops soon, or does not any more. */
    public void onLeaving(PeerId peer, boolean leaves, long nowNanos) {
        if (states.containsKey(peer) && set(leaving, peer, leaves)) {
            judge(peer, nowNanos);
            if (leaves) {
                tell(peer, nowNanos);
            }
        }
    }

    /** Not as often as it says it. */
    private void tell(PeerId peer, long nowNanos) {
        Long told = farewellsTold.get(peer);
        if (told == null || nowNanos - told > FAREWELL_LOG.toNanos()) {
            farewellsTold.put(peer, nowNanos);
            LOG.info(
                    "{} says that it stops or is drained: flows take other gateways of its cluster, where there are any",
                    peer);
        }
    }

    /** Takes the answer to a probe. */
    public void onAnswer(int worker, PeerId peer, long number, long nowNanos) {
        List<ProbeTrack> ofPeer = tracks.get(peer);
        if (ofPeer != null) {
            ofPeer.get(worker).onAnswer(number, nowNanos);
            update(peer, probesAnswered(peer), nowNanos);
        }
    }

    private boolean probesAnswered(PeerId peer) {
        return tracks.getOrDefault(peer, List.of()).stream().allMatch(ProbeTrack::up);
    }

    private void update(PeerId peer, boolean alive, long nowNanos) {
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
        judge(peer, nowNanos);
        if (before.up() != up) {
            LOG.info("path to {} is {}", peer, up ? "up" : "down");
            listener.onPath(after);
        }
    }

    /** The state of a peer; null: there is no such peer. */
    public @Nullable PathState state(PeerId peer) {
        return states.get(peer);
    }

    /** The state of every peer. */
    public Map<PeerId, PathState> states() {
        return Map.copyOf(states);
    }

    /** Peers whose path is down: flows take them last. */
    public Set<PeerId> down() {
        return Set.copyOf(down);
    }

    /** Those of them that have been down for a second, of those that answer probes: who sends to one, because no gateway of its cluster is better, is to be told that nobody is reached. */
    public Set<PeerId> lost() {
        return silent.entrySet().stream()
                .filter(each -> each.getValue() >= LOST)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Peers whose path is up, and may be down or is about to be: flows take others with the same prefix before them, but for those that are down. */
    public Set<PeerId> avoided() {
        return Set.copyOf(avoided);
    }

    /** Parts of their share of flows that peers take which have just come or come back. */
    public Map<PeerId, Integer> shares() {
        return Map.copyOf(shares);
    }

    /** Changes with {@link #down}, {@link #lost}, {@link #avoided} and {@link #shares}. */
    public long flips() {
        return flips;
    }
}
