// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.path.DirectionCounts;
import dev.hanse.tunnel.path.Traffic;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/**
 * Distributions that the data workers have counted: histograms by worker, of which there are few; sums and counts by
 * peer, of which there may be many. Pure.
 */
final class TunnelDistributions {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String BURSTS = "Datagrams that share a system call";
    private static final String TIMES = "Sealing or opening one frame, sampled";

    private TunnelDistributions() {}

    static void add(GatewayStatus status, Families families) {
        status.tunnel().ifPresent(tunnel -> add(tunnel, families));
    }

    private static void add(TunnelStatus tunnel, Families families) {
        for (int i = 0; i < tunnel.workers().size(); i++) {
            Traffic traffic = tunnel.workers().get(i).traffic();
            worker(families, TunnelMetrics.worker(i).add("direction", "out"), traffic.out());
            worker(families, TunnelMetrics.worker(i).add("direction", "in"), traffic.in());
        }
        tunnel.peers().stream().limit(TunnelMetrics.MAX_PEERS).forEach(peer -> {
            Traffic traffic = peer.traffic();
            peer(families, TunnelMetrics.peer(peer).add("direction", "out"), traffic.out());
            peer(families, TunnelMetrics.peer(peer).add("direction", "in"), traffic.in());
        });
    }

    private static void worker(Families families, Labels labels, DirectionCounts counts) {
        families.histogram(
                "hanse_tunnel_burst_datagrams", BURSTS, labels, buckets(counts.bursts()), counts.datagrams());
        families.summary("hanse_tunnel_cipher_seconds", TIMES, labels, counts.samples(), seconds(counts));
        families.counter(
                "hanse_tunnel_cipher_octets", "Octets of the frames that were sampled", labels, counts.sampledOctets());
    }

    private static void peer(Families families, Labels labels, DirectionCounts counts) {
        families.summary("hanse_tunnel_peer_burst_datagrams", BURSTS, labels, counts.calls(), counts.datagrams());
        families.summary("hanse_tunnel_peer_cipher_seconds", TIMES, labels, counts.samples(), seconds(counts));
    }

    private static double seconds(DirectionCounts counts) {
        return counts.sampledNanos() / NANOS_PER_SECOND;
    }

    private static ClassicHistogramBuckets buckets(List<Long> bursts) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < bursts.size(); i++) {
            boolean last = i == bursts.size() - 1;
            buckets.bucket(last ? Double.POSITIVE_INFINITY : 1 << i, bursts.get(i));
        }
        return buckets.build();
    }
}
