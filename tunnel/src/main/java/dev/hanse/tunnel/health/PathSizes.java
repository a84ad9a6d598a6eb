// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how long packets to each peer may be: what every worker's probes have shown, of a peer that answers probes. Owned by the control loop.
 */
public final class PathSizes {

    /** What an answer may take: so many times the usual round trip, and this beside it, but less than an interval where that is short. */
    private static final int PATIENCE = 2;

    private static final long LEAST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private static final Logger LOG = LoggerFactory.getLogger(PathSizes.class);

    private final int workers;
    private final int ceiling;
    private final boolean measures;
    private final IntUnaryOperator cheapest;
    private final Map<PeerId, List<SizeSearch>> searches = new LinkedHashMap<>();
    private Map<PeerId, Integer> inUse = Map.of();
    private Map<PeerId, Integer> settled = Map.of();
    private long changes;
    private boolean grown;

    /**
     * A probe to be sent by one worker.
     *
     * @param octets of the packet that it stands for
     */
    public record Probe(int worker, PeerId peer, long number, int octets) {}

    /** What is known of a path otherwise. */
    public interface Paths {

        /** State of the path; of a peer without one, that it is down. */
        boolean up(PeerId peer);

        /** Usual round trip, nanoseconds. */
        long roundTripNanos(PeerId peer);

        /** How many packets have gone to the peer through a worker. */
        long packets(int worker, PeerId peer);
    }

    private PathSizes(int workers, int ceiling, boolean measures, IntUnaryOperator cheapest) {
        this.workers = workers;
        this.ceiling = ceiling;
        this.measures = measures;
        this.cheapest = cheapest;
    }

    /**
     * Measures.
     *
     * @param ceiling longest packet that is tried, octets; the size to peers that do not answer probes
     * @param cheapest which of the sizes that pass is best used, as {@code InnerMtu} knows
     */
    public static PathSizes measured(int workers, int ceiling, IntUnaryOperator cheapest) {
        return new PathSizes(workers, ceiling, true, cheapest);
    }

    /** Measures nothing: all packets may be so long. */
    public static PathSizes fixed(int mtu) {
        return new PathSizes(0, mtu, false, IntUnaryOperator.identity());
    }

    /** Sets the complete set of peers. */
    public void apply(List<PeerConfig> peers) {
        Set<PeerId> probed = peers.stream()
                .filter(peer -> measures && peer.pathProbes())
                .map(PeerConfig::id)
                .collect(Collectors.toSet());
        searches.keySet().retainAll(probed);
        probed.forEach(id -> searches.computeIfAbsent(
                id,
                _ -> IntStream.range(0, workers)
                        .mapToObj(_ -> new SizeSearch(ceiling / SizeSearch.STEP * SizeSearch.STEP))
                        .toList()));
        update();
    }

    /** To be called every {@link PathMonitor#INTERVAL}; returns the probes to send now. */
    public List<Probe> onInterval(Paths paths, long nowNanos) {
        List<Probe> probes = new ArrayList<>();
        searches.forEach((peer, ofPeer) -> {
            for (int worker = 0; worker < ofPeer.size(); worker++) {
                SizeSearch search = ofPeer.get(worker);
                if (paths.up(peer)) {
                    long packets = paths.packets(worker, peer);
                    int[] sizes = search.onInterval(packets, patience(paths.roundTripNanos(peer)), nowNanos);
                    for (int octets : sizes) {
                        long number = PathProbe.sizeNumber(search.epoch(), octets);
                        probes.add(new Probe(worker, peer, number, octets));
                    }
                } else {
                    search.onDown();
                }
            }
        });
        update();
        return probes;
    }

    private static long patience(long roundTripNanos) {
        return Math.max(LEAST_PATIENCE_NANOS, PATIENCE * roundTripNanos + LEAST_PATIENCE_NANOS / 2);
    }

    /** Takes the answer to a probe of this kind, see {@link PathProbe#isSize}; what nobody has asked for is ignored. */
    public void onAnswer(int worker, PeerId peer, long number, long nowNanos) {
        List<SizeSearch> ofPeer = searches.get(peer);
        if (ofPeer != null) {
            SizeSearch search = ofPeer.get(worker);
            int before = search.size() + search.settled();
            search.onAnswer(PathProbe.epoch(number), PathProbe.size(number), nowNanos);
            // Either only grows by one.
            grown |= search.size() + search.settled() != before;
        }
    }

    /** To be called every {@link PathMonitor#HASTE}: what answers have shown counts from now on. Of many peers many answers come at once. */
    public void onLook() {
        if (grown) {
            update();
        }
    }

    private void update() {
        grown = false;
        Map<PeerId, Integer> now = least(SizeSearch::size);
        Map<PeerId, Integer> slowly = least(SizeSearch::settled);
        if (!now.equals(inUse) || !slowly.equals(settled)) {
            tell(slowly);
            inUse = now;
            settled = slowly;
            changes++;
        }
    }

    private Map<PeerId, Integer> least(ToIntFunction<SizeSearch> of) {
        Map<PeerId, Integer> sizes = new HashMap<>();
        searches.forEach((peer, ofPeer) -> sizes.put(
                peer, cheapest.applyAsInt(ofPeer.stream().mapToInt(of).min().orElse(ceiling))));
        return Map.copyOf(sizes);
    }

    private void tell(Map<PeerId, Integer> after) {
        after.forEach((peer, octets) -> {
            int before = settled.getOrDefault(peer, octets);
            if (before != octets) {
                LOG.info("path to {}: packets of {} octets pass, before {}", peer, octets, before);
            }
        });
    }

    /** Longest packets to the peers whose paths are measured; of all others nothing. */
    public Map<PeerId, Integer> sizes() {
        return inUse;
    }

    /** What hosts are to be told of a peer: it falls at once, and rises when it is known for good. */
    public int settled(PeerId peer) {
        return settled.getOrDefault(peer, ceiling);
    }

    /** Changes with {@link #sizes} and {@link #settled}. */
    public long changes() {
        return changes;
    }
}
