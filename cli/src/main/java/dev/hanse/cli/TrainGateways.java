// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.file.FileConfig;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.AnnouncedTunnel;
import dev.hanse.gateway.Gateway;
import dev.hanse.gateway.GatewayConfig;
import dev.hanse.gateway.SourcesConfig;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.TunnelConfig;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The gateways of {@link TrainCommand}: clusters {@code train-1} with the pods 10.1.0.0/16, {@code train-2} and so on, all on this host. With
 * tunnels, the host has the first address of each, 10.1.0.1 and so on, and routes packets between them through the tunnels.
 */
final class TrainGateways {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final long PATH_SECONDS = 30;
    private static final int PACKETS = 500;
    private static final int PACKET_OCTETS = 1000;
    private static final int DISCARD = 9;
    private static final Duration STREAM = Duration.ofSeconds(2);

    private final Path folder;
    private final Optional<InetAddress> tunnelAddress;

    /**
     * @param folder for their files
     * @param tunnelAddress local address of their tunnels, which need the rights of a gateway; empty: without tunnels
     */
    TrainGateways(Path folder, Optional<InetAddress> tunnelAddress) {
        this.folder = folder;
        this.tunnelAddress = tunnelAddress;
    }

    /** Where the join token of a cluster is to be. */
    static Path token(Path folder, int number) {
        return folder.resolve("join-token-" + number);
    }

    /** Starts one; the join token is for its first start. */
    Gateway start(int number) throws IOException {
        Path exports = Files.writeString(folder.resolve("exports-" + number + ".yaml"), "services: []\n");
        return Gateway.start(new GatewayConfig(
                new ClusterId("train-" + number),
                "gw-1",
                folder.resolve("gw-" + number),
                Optional.of(token(folder, number)),
                List.of(IpPrefix.parse("10." + number + ".0.0/16")),
                List.of(),
                ANY_PORT,
                new SourcesConfig(Optional.of(new FileConfig(exports)), Optional.empty(), Optional.empty()),
                DnsConfig.of(List.of(ANY_PORT), DnsConfig.DEFAULT_ZONE),
                tunnelAddress.map(address -> tunnel(number, address)),
                Optional.empty()));
    }

    private static AnnouncedTunnel tunnel(int number, InetAddress address) {
        InetSocketAddress listen =
                new InetSocketAddress(address, TunnelConfig.DEFAULT.listen().getPort() + number);
        return new AnnouncedTunnel(TunnelConfig.of("train" + number, listen), List.of(listen), false);
    }

    /**
     * Waits until the tunnel carries packets, and sends some: single ones to a pod that nobody answers for, and a stream. What the compilers
     * know of the packet path after a start is what they have seen of it here.
     */
    void carry(Gateway gateway, int from, int to) throws IOException, InterruptedException {
        awaitPath(gateway);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < PACKETS; i++) {
                socket.send(new DatagramPacket(new byte[PACKET_OCTETS], PACKET_OCTETS, pod(to, 9), DISCARD));
            }
        }
        long before = octetsOut(gateway);
        long streamed = TrainStream.run(pod(from, 1), pod(to, 1), STREAM);
        if (octetsOut(gateway) - before < streamed) {
            throw new CommandFailure(
                    "the stream from train-" + from + " to train-" + to + " did not go through the tunnel",
                    "route it so, see deploy/launcher/train");
        }
    }

    private static InetAddress pod(int cluster, int number) {
        return InetAddress.ofLiteral("10." + cluster + ".0." + number);
    }

    private static void awaitPath(Gateway gateway) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATH_SECONDS);
        while (peers(gateway).noneMatch(peer -> peer.path().up())) {
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailure("no path between the gateways after " + PATH_SECONDS + " s", "see their logs");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static long octetsOut(Gateway gateway) {
        return peers(gateway).mapToLong(peer -> peer.traffic().octetsOut()).sum();
    }

    private static Stream<PeerStatus> peers(Gateway gateway) {
        return gateway.status().tunnel().stream().flatMap(tunnel -> tunnel.peers().stream());
    }
}
