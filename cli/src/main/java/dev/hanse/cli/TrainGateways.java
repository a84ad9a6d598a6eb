// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.IpPrefix;
import dev.hanse.gateway.Gateway;
import dev.hanse.gateway.GatewayConfig;
import dev.hanse.gateway.SourceSettings;
import dev.hanse.gateway.TunnelSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The gateways of {@link TrainCommand}: clusters {@code train-1} with the pods 10.1.0.0/16, {@code train-2} and so on, all on this host. */
final class TrainGateways {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final long PATH_SECONDS = 30;
    private static final int PACKETS = 500;
    private static final int PACKET_OCTETS = 1000;
    private static final int DISCARD = 9;

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

    /** Starts one; the join token is for its first start. */
    Gateway start(int number, Path token) throws IOException {
        Path exports = Files.writeString(folder.resolve("exports-" + number + ".yaml"), "services: []\n");
        return Gateway.start(new GatewayConfig(
                new ClusterId("train-" + number),
                "gw-1",
                folder.resolve("gw-" + number),
                Optional.of(token),
                List.of(IpPrefix.parse("10." + number + ".0.0/16")),
                List.of(),
                ANY_PORT,
                new SourceSettings(Optional.of(new SourceSettings.FileSettings(exports)), Optional.empty()),
                DnsConfig.of(List.of(ANY_PORT), DnsConfig.DEFAULT_ZONE),
                tunnelAddress.map(address -> tunnel(number, address))));
    }

    private static TunnelSettings tunnel(int number, InetAddress address) {
        InetSocketAddress listen = new InetSocketAddress(address, TunnelSettings.DEFAULT_LISTEN.getPort() + number);
        return new TunnelSettings(
                "train" + number,
                listen,
                List.of(listen),
                TunnelSettings.DEFAULT_CIPHERS,
                TunnelSettings.DEFAULT_WORKERS);
    }

    /** Waits until the tunnel to the other gateway carries packets, and sends some to a pod of the given cluster, which nobody answers. */
    void carry(Gateway from, int to) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATH_SECONDS);
        while (!reaches(from)) {
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailure("no path between the gateways after " + PATH_SECONDS + " s", "see their logs");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        InetAddress pod = InetAddress.ofLiteral("10." + to + ".0.9");
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < PACKETS; i++) {
                socket.send(new DatagramPacket(new byte[PACKET_OCTETS], PACKET_OCTETS, pod, DISCARD));
            }
        }
    }

    private static boolean reaches(Gateway gateway) {
        return gateway.status().tunnel().stream()
                .flatMap(tunnel -> tunnel.peers().stream())
                .anyMatch(peer -> peer.path().up());
    }
}
