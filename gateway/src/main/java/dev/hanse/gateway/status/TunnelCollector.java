// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.WorkerStatus;
import dev.hanse.tunnel.path.DirectionCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Distributions that the data workers have counted: Micrometer has no meter for those that are counted elsewhere. Histograms by worker, of which
 * there are few; sums and counts by peer, of which there may be many.
 */
final class TunnelCollector implements MultiCollector {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String WORKER = "worker";
    private static final String DIRECTION = "direction";

    private final Supplier<Optional<TunnelStatus>> source;

    TunnelCollector(Supplier<Optional<TunnelStatus>> source) {
        this.source = source;
    }

    @Override
    public MetricSnapshots collect() {
        return source.get().map(TunnelCollector::families).orElseGet(MetricSnapshots::new);
    }

    private static MetricSnapshots families(TunnelStatus tunnel) {
        Map<Labels, DirectionCounts> workers = workers(tunnel.workers());
        Map<Labels, DirectionCounts> peers = peers(tunnel.peers());
        return new MetricSnapshots(
                bursts(workers),
                times("hanse_tunnel_cipher_seconds", "Sealing or opening one frame, sampled", workers),
                timedOctets(workers),
                datagrams(peers),
                times("hanse_tunnel_peer_cipher_seconds", "Sealing or opening one frame, sampled", peers));
    }

    private static Map<Labels, DirectionCounts> workers(List<WorkerStatus> workers) {
        Map<Labels, DirectionCounts> counts = new LinkedHashMap<>();
        for (int i = 0; i < workers.size(); i++) {
            String worker = Integer.toString(i);
            counts.put(
                    Labels.of(WORKER, worker, DIRECTION, "out"),
                    workers.get(i).traffic().out());
            counts.put(
                    Labels.of(WORKER, worker, DIRECTION, "in"),
                    workers.get(i).traffic().in());
        }
        return counts;
    }

    private static Map<Labels, DirectionCounts> peers(List<PeerStatus> peers) {
        Map<Labels, DirectionCounts> counts = new LinkedHashMap<>();
        peers.stream().limit(CountedMeters.MAX_PEERS).forEach(peer -> {
            counts.put(labels(peer, "out"), peer.traffic().out());
            counts.put(labels(peer, "in"), peer.traffic().in());
        });
        return counts;
    }

    private static Labels labels(PeerStatus peer, String direction) {
        return Labels.of(
                "peer_cluster",
                peer.path().peer().cluster(),
                "peer_gateway",
                peer.path().peer().gateway(),
                DIRECTION,
                direction);
    }

    private static MetricSnapshot bursts(Map<Labels, DirectionCounts> counts) {
        HistogramSnapshot.Builder family = HistogramSnapshot.builder()
                .name("hanse_tunnel_burst_datagrams")
                .help("Datagrams that share a system call");
        counts.forEach((labels, each) -> family.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets(each.bursts()))
                .sum(each.datagrams())
                .build()));
        return family.build();
    }

    private static ClassicHistogramBuckets buckets(List<Long> bursts) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < bursts.size(); i++) {
            boolean last = i == bursts.size() - 1;
            buckets.bucket(last ? Double.POSITIVE_INFINITY : 1 << i, bursts.get(i));
        }
        return buckets.build();
    }

    private static MetricSnapshot datagrams(Map<Labels, DirectionCounts> counts) {
        SummarySnapshot.Builder family = SummarySnapshot.builder()
                .name("hanse_tunnel_peer_burst_datagrams")
                .help("Datagrams that share a system call");
        counts.forEach((labels, each) -> family.dataPoint(summary(labels, each.calls(), each.datagrams())));
        return family.build();
    }

    private static MetricSnapshot times(String name, String help, Map<Labels, DirectionCounts> counts) {
        SummarySnapshot.Builder family = SummarySnapshot.builder().name(name).help(help);
        counts.forEach((labels, each) ->
                family.dataPoint(summary(labels, each.samples(), each.sampledNanos() / NANOS_PER_SECOND)));
        return family.build();
    }

    private static MetricSnapshot timedOctets(Map<Labels, DirectionCounts> counts) {
        CounterSnapshot.Builder family = CounterSnapshot.builder()
                .name("hanse_tunnel_cipher_octets")
                .help("Octets of the frames that were sampled");
        counts.forEach((labels, each) -> family.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(each.sampledOctets())
                .build()));
        return family.build();
    }

    private static SummarySnapshot.SummaryDataPointSnapshot summary(Labels labels, long count, double sum) {
        return SummarySnapshot.SummaryDataPointSnapshot.builder()
                .labels(labels)
                .count(count)
                .sum(sum)
                .build();
    }
}
