// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.gateway.AnnouncedTunnel;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code tunnel} of {@code gateway.yaml}. */
final class TunnelKeys {

    private static final Key<String> DEVICE =
            Key.of("device", Form.TEXT).meaning("Name of the TUN device, at most 15 characters.");

    private static final Key<InetSocketAddress> LISTEN = Key.of("listen", Form.ADDRESS)
            .meaning("UDP; the first worker's port, each further worker has the next one.");

    private static final Key<List<InetSocketAddress>> ADVERTISE = Key.of("advertise", Form.ADDRESSES)
            .example("[192.0.2.1:51820]")
            .meaning("Where other clusters' gateways reach this one, 1 to 8 in order of preference; must be set.");

    private static final Key<List<CipherSuite>> CIPHERS = Key.of("ciphers", Form.choices(CipherSuite.class))
            .meaning("In order of preference; chacha20-poly1305 must be among them.");

    private static final Key<Integer> WORKERS = Key.of("workers", Form.number(1, TunnelConfig.MAX_WORKERS))
            .meaning("Threads that carry packets, the same number in all gateways of the cluster set.");

    private static final Key<List<Integer>> CPUS = Key.of(
                    "cpus", Form.list("list of processor numbers", TunnelKeys::cpu))
            .meaning("One processor for each worker, as [2]; none: the system places them.");

    private static final Key<Integer> TUN_QUEUE_LENGTH = Key.of(
                    "tun-queue-length",
                    Form.number(TunnelConfig.MIN_TUN_QUEUE_LENGTH, TunnelConfig.MAX_TUN_QUEUE_LENGTH))
            .meaning("Packets that may wait in the device, for each worker.");

    private static final Key<Integer> SOCKET_BUFFER_OCTETS = Key.of(
                    "socket-buffer-octets",
                    Form.number(TunnelConfig.MIN_SOCKET_BUFFER_OCTETS, TunnelConfig.MAX_SOCKET_BUFFER_OCTETS))
            .meaning("What may wait in the socket in each direction, for each worker.");

    private static final Key<EngineChoice> ENGINE = Key.of("engine", Form.choice(EngineChoice.class))
            .meaning(
                    "Ciphers of the JDK (jdk) or of libcrypto (openssl, any version 3); auto: libcrypto from 3.5 on where it is faster.");

    private static final Key<TunnelConfig.Edge> EDGE = Key.of("edge", Form.choice(TunnelConfig.Edge.class))
            .meaning(
                    "Sockets by system calls (native) or of Vert.x (portable, slower); auto: native where the kernel allows.");

    private static final Key<OptionalInt> MTU = Key.of(
                    "mtu", Form.automaticOr(TunnelConfig.MIN_MTU, TunnelConfig.MAX_MTU))
            .meaning(
                    "Longest packet of a pod in octets, to every peer; auto: as much as each path takes, measured all the time.");

    private static final Key<Boolean> UNTRACK_TRANSIT = Key.of("untrack-transit", Form.FLAG)
            .meaning(
                    "Whether packets that only pass this host, between pods on other hosts and other clusters, are kept out of its connection tracking; needed where the cluster has several gateways.");

    private TunnelKeys() {}

    static AnnouncedTunnel describe(Keys keys, Optional<AnnouncedTunnel> tunnel) {
        TunnelConfig now = tunnel.map(AnnouncedTunnel::endpoint).orElse(TunnelConfig.DEFAULT);
        String device = keys.value(DEVICE, now.device());
        InetSocketAddress listen = keys.value(LISTEN, now.listen());
        List<InetSocketAddress> advertise =
                keys.value(ADVERTISE, tunnel.map(AnnouncedTunnel::advertise).orElse(List.of()));
        List<CipherSuite> ciphers = keys.value(CIPHERS, now.ciphers());
        int workers = keys.value(WORKERS, now.workers());
        List<Integer> cpus = keys.value(CPUS, now.cpus());
        int tunQueueLength = keys.value(TUN_QUEUE_LENGTH, now.tunQueueLength());
        int socketBufferOctets = keys.value(SOCKET_BUFFER_OCTETS, now.socketBufferOctets());
        EngineChoice engine = keys.value(ENGINE, now.engine());
        TunnelConfig.Edge edge = keys.value(EDGE, now.edge());
        OptionalInt mtu = keys.value(MTU, now.mtu());
        boolean untrackTransit = keys.value(
                UNTRACK_TRANSIT, tunnel.map(AnnouncedTunnel::untrackTransit).orElse(true));
        keys.end();
        // The first wrong key in the order of the file is the one that is named, whichever record refuses it.
        TunnelConfig.requireDevice(device);
        AnnouncedTunnel.requireAdvertised(advertise);
        AnnouncedTunnel.requireCiphers(ciphers);
        return new AnnouncedTunnel(
                new TunnelConfig(
                        device, listen, ciphers, workers, cpus, tunQueueLength, socketBufferOctets, engine, edge, mtu),
                advertise,
                untrackTransit);
    }

    private static int cpu(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: the number of a processor)");
        }
        return Integer.parseInt(text);
    }
}
