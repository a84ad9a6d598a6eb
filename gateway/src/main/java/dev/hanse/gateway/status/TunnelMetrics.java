// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.WorkerStatus;
import dev.hanse.tunnel.path.Traffic;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;

/** What the tunnel has carried, by worker and by peer. Pure. */
final class TunnelMetrics {

    /** Peers with series of their own; the workers' series are of all. */
    static final int MAX_PEERS = 256;

    private static final double MICROS_PER_SECOND = 1e6;
    private static final String REASON = "reason";
    private static final String DIRECTION = "direction";

    private TunnelMetrics() {}

    static void add(GatewayStatus status, Families families) {
        status.tunnel().ifPresent(tunnel -> add(tunnel, families));
    }

    private static void add(TunnelStatus tunnel, Families families) {
        tunnel.peers().stream().limit(MAX_PEERS).forEach(peer -> peer(peer, families));
        for (int i = 0; i < tunnel.workers().size(); i++) {
            worker(worker(i), tunnel.workers().get(i), families);
        }
        gauge(families, "hanse_tunnel_workers", Labels.EMPTY, tunnel.workers().size());
        gauge(families, "hanse_tunnel_peers_unlike_workers", Labels.EMPTY, tunnel.unlikePeers());
        gauge(
                families,
                "hanse_tunnel_underlay_apart",
                Labels.EMPTY,
                tunnel.underlayTrouble().isEmpty() ? 1 : 0);
        var queues = tunnel.queues();
        gauge(families, "hanse_tunnel_queue_packets", Labels.EMPTY, queues.tunPackets());
        gauge(families, "hanse_tunnel_queue_wanted_packets", Labels.EMPTY, queues.wantedTunPackets());
        gauge(families, "hanse_tunnel_socket_buffer_wanted_octets", Labels.EMPTY, queues.wantedSocketOctets());
        drops(families, "hanse_tunnel_drops", Labels.EMPTY, tunnel.drops());
        drops(families, "hanse_tunnel_handshake_drops", Labels.EMPTY, tunnel.handshakeDrops());
    }

    /** Names a worker by its number. */
    static Labels worker(int number) {
        return Labels.of("worker", Integer.toString(number));
    }

    /** Names a peer by its cluster and its gateway. */
    static Labels peer(PeerStatus peer) {
        return Labels.of(
                "peer_cluster",
                peer.path().peer().cluster(),
                "peer_gateway",
                peer.path().peer().gateway());
    }

    private static void worker(Labels labels, WorkerStatus worker, Families families) {
        traffic(families, "hanse_tunnel_worker", labels, worker.traffic());
        drops(families, "hanse_tunnel_worker_drops", labels, worker.traffic().drops());
        String buffer = "hanse_tunnel_socket_buffer_octets";
        worker.buffers().ifPresent(buffers -> {
            gauge(families, buffer, labels.add(DIRECTION, "in"), buffers.receive());
            gauge(families, buffer, labels.add(DIRECTION, "out"), buffers.send());
        });
    }

    private static void peer(PeerStatus peer, Families families) {
        Labels labels = peer(peer);
        double roundTrip = peer.path().roundTrip().toNanos() / 1000 / MICROS_PER_SECOND;
        gauge(families, "hanse_path_up", labels, peer.path().up() ? 1 : 0);
        gauge(families, "hanse_path_avoided", labels, peer.avoided() ? 1 : 0);
        gauge(families, "hanse_path_round_trip_seconds", labels, roundTrip);
        gauge(families, "hanse_path_mtu_octets", labels, peer.path().mtu());
        Traffic traffic = peer.traffic();
        traffic(families, "hanse_tunnel", labels, traffic);
        drops(families, "hanse_tunnel_peer_drops", labels, traffic.drops());
    }

    private static void traffic(Families families, String prefix, Labels labels, Traffic traffic) {
        counter(families, prefix + "_packets", labels.add(DIRECTION, "out"), traffic.packetsOut());
        counter(families, prefix + "_packets", labels.add(DIRECTION, "in"), traffic.packetsIn());
        counter(families, prefix + "_octets", labels.add(DIRECTION, "out"), traffic.octetsOut());
        counter(families, prefix + "_octets", labels.add(DIRECTION, "in"), traffic.octetsIn());
    }

    private static void drops(Families families, String name, Labels labels, Map<? extends Enum<?>, Long> drops) {
        drops.forEach((reason, count) -> counter(families, name, labels.add(REASON, reason.name()), count));
    }

    private static void counter(Families families, String name, Labels labels, long count) {
        families.counter(name, Families.NO_HELP, labels, count);
    }

    private static void gauge(Families families, String name, Labels labels, double value) {
        families.gauge(name, Families.NO_HELP, labels, value);
    }
}
