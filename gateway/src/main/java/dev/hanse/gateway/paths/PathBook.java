// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state of each path, and which clusters cannot be reached: those with a tunnel endpoint whose every path is down.
 * A cluster that runs no endpoint is reached some other way and never counts as unreachable, and a path of which
 * nothing is known yet counts as up: what is known from before a restart is served until measuring shows otherwise.
 * Numbers of changes and the monotonic clock put things in order here; the wall clock may step. Pure; belongs to the
 * control loop.
 */
final class PathBook {

    /**
     * By then a living peer has answered, even where the first handshake message was lost and the second went out after
     * five seconds.
     */
    static final Duration GRACE = Duration.ofSeconds(7);

    private final Map<PeerId, Long> appliedNanos = new HashMap<>();
    private final Map<PeerId, PathState> known = new HashMap<>();

    /** The peers that have paths from now on. */
    void peers(Set<PeerId> peers, long nowNanos) {
        appliedNanos.keySet().retainAll(peers);
        known.keySet().retainAll(peers);
        peers.forEach(peer -> appliedNanos.putIfAbsent(peer, nowNanos));
    }

    /** A path went up or down. An older state than the known one, and that of a peer that is gone, change nothing. */
    void onPath(PathState state) {
        PathState last = known.get(state.peer());
        if (appliedNanos.containsKey(state.peer()) && (last == null || state.change() >= last.change())) {
            known.put(state.peer(), state);
        }
    }

    /** All paths as the tunnel endpoint sees them; one that was never up counts as down once the grace is over. */
    void refresh(Collection<PathState> states, long nowNanos) {
        for (PathState state : states) {
            Long applied = appliedNanos.get(state.peer());
            if (applied != null
                    && (state.up() || known.containsKey(state.peer()) || nowNanos - applied >= GRACE.toNanos())) {
                onPath(state);
            }
        }
    }

    /** What is known of each path, in the order of the peers. */
    List<PathState> states() {
        Map<String, PathState> ordered = new TreeMap<>();
        known.forEach((peer, state) -> ordered.put(peer.toString(), state));
        return List.copyOf(ordered.values());
    }

    /** Clusters whose every path is down. */
    Set<ClusterId> unreachable() {
        Set<String> down = new HashSet<>();
        Set<String> reached = new HashSet<>();
        for (PeerId peer : appliedNanos.keySet()) {
            PathState state = known.get(peer);
            (state == null || state.up() ? reached : down).add(peer.cluster());
        }
        down.removeAll(reached);
        Set<ClusterId> clusters = new HashSet<>();
        down.forEach(cluster -> clusters.add(new ClusterId(cluster)));
        return clusters;
    }
}
