// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.WorkerStatus;
import dev.hanse.tunnel.net.SocketBuffers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The tunnel's part of the status: counters by worker, by peer, and by both. */
record TunnelDocument(
        String device,
        String listen,
        int workers,
        int mtu,
        List<String> engines,
        String edge,
        int tunQueueLength,
        int wantedTunQueueLength,
        int wantedSocketBufferOctets,
        List<Worker> byWorker,
        List<Peer> peers,
        Map<String, Long> drops,
        Map<String, Long> handshakeDrops,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String underlayTrouble) {

    static TunnelDocument of(TunnelStatus tunnel) {
        return new TunnelDocument(
                tunnel.device(),
                address(tunnel.listen()),
                tunnel.workers().size(),
                tunnel.mtu(),
                tunnel.engines(),
                tunnel.edge().name(),
                tunnel.queues().tunPackets(),
                tunnel.queues().wantedTunPackets(),
                tunnel.queues().wantedSocketOctets(),
                tunnel.workers().stream().map(Worker::of).toList(),
                tunnel.peers().stream().map(Peer::of).toList(),
                TrafficDocument.drops(tunnel.drops()),
                TrafficDocument.drops(tunnel.handshakeDrops()),
                tunnel.underlayTrouble().isEmpty() ? null : tunnel.underlayTrouble());
    }

    private record Worker(
            @JsonUnwrapped TrafficDocument traffic,
            @Nullable Integer cpu,
            @Nullable Integer receiveBufferOctets,
            @Nullable Integer sendBufferOctets) {

        private static Worker of(WorkerStatus worker) {
            return new Worker(
                    TrafficDocument.of(worker.traffic()),
                    number(worker.cpu()),
                    worker.buffers().map(SocketBuffers::receive).orElse(null),
                    worker.buffers().map(SocketBuffers::send).orElse(null));
        }
    }

    private record Peer(
            String cluster,
            String gateway,
            boolean up,
            boolean avoided,
            @Nullable String remoteAddress,
            @Nullable Long sessionAgeSeconds,
            @Nullable String cipher,
            @Nullable Integer workers,
            @JsonUnwrapped TrafficDocument traffic,
            List<TrafficDocument> byWorker) {

        private static Peer of(PeerStatus peer) {
            return new Peer(
                    peer.path().peer().cluster(),
                    peer.path().peer().gateway(),
                    peer.path().up(),
                    peer.avoided(),
                    peer.remoteAddress().map(TunnelDocument::address).orElse(null),
                    peer.sessionAge().map(age -> age.toSeconds()).orElse(null),
                    peer.cipher().map(Enum::name).orElse(null),
                    number(peer.workers()),
                    TrafficDocument.of(peer.traffic()),
                    peer.byWorker().stream().map(TrafficDocument::of).toList());
        }
    }

    private static @Nullable Integer number(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
