// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.dns.DnsStatistics;
import dev.hanse.gateway.exports.SourceStatus;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.WorkerStatus;
import dev.hanse.tunnel.path.Traffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Meters that come and go with what they measure: peers, sources, response codes, drop reasons. A meter whose thing is
 * gone goes with it. Belongs to the event loop that scrapes.
 */
final class CountedMeters {

    /** Peers with series of their own; the workers' series are of all. */
    static final int MAX_PEERS = 256;

    private static final double MICROS_PER_SECOND = 1e6;

    private final MeterRegistry registry;
    private final Map<Key, Value> meters = new HashMap<>();
    private final Set<Key> seen = new HashSet<>();
    private final AnswerSeries answers = new AnswerSeries(AnswerSeries.MAX);

    /** Names one meter. */
    private record Key(String name, Tags tags) {}

    /** Its newest value. */
    private record Value(AtomicReference<Double> newest, Meter meter) {}

    CountedMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void update(GatewayStatus status) {
        seen.clear();
        status.sources().forEach(this::source);
        dns(status.dns());
        answers.of(status.dnsAnswers()).forEach(this::answers);
        status.tunnel().ifPresent(this::tunnel);
        meters.entrySet().removeIf(entry -> {
            boolean gone = !seen.contains(entry.getKey());
            if (gone) {
                registry.remove(entry.getValue().meter());
            }
            return gone;
        });
    }

    private void source(SourceStatus source) {
        Tags tags = Tags.of("source", source.name());
        gauge("hanse.source.stale", tags, source.staleReason().isEmpty() ? 0 : 1);
        gauge("hanse.source.services", tags, source.services());
    }

    private void dns(DnsStatistics dns) {
        dns.answers().forEach((code, count) -> counter("hanse.dns.answers", Tags.of("rcode", code), count));
        counter("hanse.dns.queries", Tags.of("transport", "udp"), dns.udpQueries());
        counter("hanse.dns.queries", Tags.of("transport", "tcp"), dns.tcpQueries());
        counter("hanse.dns.truncated", Tags.empty(), dns.truncated());
        counter("hanse.dns.dropped", Tags.empty(), dns.dropped());
        counter("hanse.dns.limited", Tags.empty(), dns.limited());
        counter("hanse.dns.signatures", Tags.empty(), dns.signatures());
        counter("hanse.dns.signatures.refused", Tags.empty(), dns.signaturesRefused());
        gauge("hanse.dns.connections", Tags.empty(), dns.tcpConnections());
        counter("hanse.dns.panic.answers", Tags.empty(), dns.panicAnswers());
        gauge("hanse.dns.panic.services", Tags.empty(), dns.panicServices());
    }

    private void answers(AnswerSeries.Series series, long count) {
        Tags tags = Tags.of("namespace", series.namespace(), "service", series.service(), "cluster", series.cluster());
        counter("hanse.dns.service.answers", tags, count);
    }

    private void tunnel(TunnelStatus tunnel) {
        tunnel.peers().stream().limit(MAX_PEERS).forEach(this::peer);
        for (int i = 0; i < tunnel.workers().size(); i++) {
            worker(Tags.of("worker", Integer.toString(i)), tunnel.workers().get(i));
        }
        gauge("hanse.tunnel.workers", Tags.empty(), tunnel.workers().size());
        gauge("hanse.tunnel.peers.unlike.workers", Tags.empty(), tunnel.unlikePeers());
        gauge("hanse.tunnel.queue.packets", Tags.empty(), tunnel.queues().tunPackets());
        gauge("hanse.tunnel.queue.wanted.packets", Tags.empty(), tunnel.queues().wantedTunPackets());
        gauge(
                "hanse.tunnel.socket.buffer.wanted.octets",
                Tags.empty(),
                tunnel.queues().wantedSocketOctets());
        tunnel.drops()
                .forEach((reason, count) -> counter("hanse.tunnel.drops", Tags.of("reason", reason.name()), count));
        tunnel.handshakeDrops()
                .forEach((reason, count) ->
                        counter("hanse.tunnel.handshake.drops", Tags.of("reason", reason.name()), count));
    }

    private void worker(Tags tags, WorkerStatus worker) {
        traffic("hanse.tunnel.worker", tags, worker.traffic());
        worker.buffers().ifPresent(buffers -> {
            gauge("hanse.tunnel.socket.buffer.octets", tags.and("direction", "in"), buffers.receive());
            gauge("hanse.tunnel.socket.buffer.octets", tags.and("direction", "out"), buffers.send());
        });
        worker.traffic()
                .drops()
                .forEach((reason, count) ->
                        counter("hanse.tunnel.worker.drops", tags.and("reason", reason.name()), count));
    }

    private void traffic(String name, Tags tags, Traffic traffic) {
        counter(name + ".packets", tags.and("direction", "out"), traffic.packetsOut());
        counter(name + ".packets", tags.and("direction", "in"), traffic.packetsIn());
        counter(name + ".octets", tags.and("direction", "out"), traffic.octetsOut());
        counter(name + ".octets", tags.and("direction", "in"), traffic.octetsIn());
    }

    private void peer(PeerStatus peer) {
        Tags tags = Tags.of(
                "peer_cluster",
                peer.path().peer().cluster(),
                "peer_gateway",
                peer.path().peer().gateway());
        gauge("hanse.path.up", tags, peer.path().up() ? 1 : 0);
        gauge("hanse.path.round.trip.seconds", tags, peer.path().roundTrip().toNanos() / 1000 / MICROS_PER_SECOND);
        Traffic traffic = peer.traffic();
        traffic("hanse.tunnel", tags, traffic);
        traffic.drops()
                .forEach((reason, count) ->
                        counter("hanse.tunnel.peer.drops", tags.and("reason", reason.name()), count));
    }

    private void gauge(String name, Tags tags, double value) {
        set(
                new Key(name, tags),
                value,
                newest -> Gauge.builder(name, newest, AtomicReference::get)
                        .tags(tags)
                        .strongReference(true)
                        .register(registry));
    }

    private void counter(String name, Tags tags, double value) {
        set(
                new Key(name, tags),
                value,
                newest -> FunctionCounter.builder(name, newest, AtomicReference::get)
                        .tags(tags)
                        .register(registry));
    }

    private void set(Key key, double value, java.util.function.Function<AtomicReference<Double>, Meter> register) {
        seen.add(key);
        meters.computeIfAbsent(key, absent -> {
                    AtomicReference<Double> newest = new AtomicReference<>(0.0);
                    return new Value(newest, register.apply(newest));
                })
                .newest()
                .set(value);
    }
}
