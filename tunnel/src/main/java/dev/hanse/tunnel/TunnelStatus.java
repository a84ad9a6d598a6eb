// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.session.HandshakeDrop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A tunnel endpoint at one moment.
 *
 * @param device name of the TUN device
 * @param listen local UDP address of worker 0
 * @param workers the data workers, in order
 * @param mtu inner MTU, octets
 * @param engines cipher implementations in use, as {@code AES_256_GCM by OpenSSL 3.5.7}
 * @param edge form of the UDP edge in use; never {@link TunnelConfig.Edge#AUTO}
 * @param queues how much may wait
 * @param peers every peer of the last applied set
 * @param drops what was dropped where no peer is known, by reason; only reasons that occurred
 * @param handshakeDrops handshake frames that were not acted on, by reason; only reasons that occurred
 * @param underlayTrouble why what the endpoint sends may be led into its own device; empty: it is not
 */
public record TunnelStatus(
        String device,
        InetSocketAddress listen,
        List<WorkerStatus> workers,
        int mtu,
        List<String> engines,
        TunnelConfig.Edge edge,
        QueueStatus queues,
        List<PeerStatus> peers,
        Map<DropReason, Long> drops,
        Map<HandshakeDrop, Long> handshakeDrops,
        String underlayTrouble) {

    /** Copies the collections. */
    public TunnelStatus {
        workers = List.copyOf(workers);
        engines = List.copyOf(engines);
        peers = List.copyOf(peers);
        drops = Map.copyOf(drops);
        handshakeDrops = Map.copyOf(handshakeDrops);
    }

    /** Peers that have another number of workers, whose paths are down for that. */
    public long unlikePeers() {
        return peers.stream()
                .filter(peer -> peer.workers().isPresent() && peer.workers().getAsInt() != workers.size())
                .count();
    }
}
