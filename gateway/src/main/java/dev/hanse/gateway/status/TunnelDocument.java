// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.WorkerStatus;
import dev.hanse.tunnel.path.DirectionCounts;
import dev.hanse.tunnel.path.Traffic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tunnel's part of the status: counters by worker, by peer, and by both. */
final class TunnelDocument {

    private TunnelDocument() {}

    static JsonObject of(TunnelStatus tunnel) {
        return new JsonObject()
                .put("device", tunnel.device())
                .put("listen", address(tunnel.listen()))
                .put("workers", tunnel.workers().size())
                .put("mtu", tunnel.mtu())
                .put("engines", new JsonArray(tunnel.engines()))
                .put("edge", tunnel.edge().name())
                .put("tunQueueLength", tunnel.queues().tunPackets())
                .put("wantedTunQueueLength", tunnel.queues().wantedTunPackets())
                .put("wantedSocketBufferOctets", tunnel.queues().wantedSocketOctets())
                .put("byWorker", StatusDocument.array(tunnel.workers(), TunnelDocument::worker))
                .put("peers", StatusDocument.array(tunnel.peers(), TunnelDocument::peer))
                .put("drops", drops(tunnel.drops()))
                .put("handshakeDrops", drops(tunnel.handshakeDrops()));
    }

    private static JsonObject worker(WorkerStatus worker) {
        return traffic(worker.traffic())
                .put("cpu", worker.cpu().isPresent() ? worker.cpu().getAsInt() : null)
                .put(
                        "receiveBufferOctets",
                        worker.buffers().map(buffers -> buffers.receive()).orElse(null))
                .put(
                        "sendBufferOctets",
                        worker.buffers().map(buffers -> buffers.send()).orElse(null));
    }

    private static JsonObject peer(PeerStatus peer) {
        return new JsonObject()
                .put("cluster", peer.path().peer().cluster())
                .put("gateway", peer.path().peer().gateway())
                .put("up", peer.path().up())
                .put(
                        "remoteAddress",
                        peer.remoteAddress().map(TunnelDocument::address).orElse(null))
                .put("sessionAgeSeconds", seconds(peer))
                .put("cipher", peer.cipher().map(Enum::name).orElse(null))
                .put("workers", peer.workers().isPresent() ? peer.workers().getAsInt() : null)
                .mergeIn(traffic(peer.traffic()))
                .put("byWorker", StatusDocument.array(peer.byWorker(), TunnelDocument::traffic));
    }

    private static @Nullable Long seconds(PeerStatus peer) {
        return peer.sessionAge().map(age -> age.toSeconds()).orElse(null);
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static JsonObject traffic(Traffic traffic) {
        return new JsonObject()
                .put("packetsOut", traffic.packetsOut())
                .put("octetsOut", traffic.octetsOut())
                .put("packetsIn", traffic.packetsIn())
                .put("octetsIn", traffic.octetsIn())
                .put("out", counts(traffic.out()))
                .put("in", counts(traffic.in()))
                .put("drops", drops(traffic.drops()));
    }

    private static JsonObject counts(DirectionCounts counts) {
        return new JsonObject()
                .put("bursts", new JsonArray(counts.bursts()))
                .put("burstDatagrams", counts.datagrams())
                .put("timedFrames", counts.samples())
                .put("timedNanos", counts.sampledNanos())
                .put("timedOctets", counts.sampledOctets());
    }

    private static JsonObject drops(Map<? extends Enum<?>, Long> drops) {
        JsonObject object = new JsonObject();
        drops.forEach((reason, count) -> object.put(reason.name(), count));
        return object;
    }
}
