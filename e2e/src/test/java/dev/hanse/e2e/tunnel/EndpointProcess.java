// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.StaticKey;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.TunnelEndpoint;
import dev.hanse.tunnel.TunnelException;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A tunnel endpoint by itself, without a gateway around it, or several: {@code main(properties file...)}. Prints each public key when it is up,
 * and what it carries once a second.
 *
 * <p>Keys: {@code device}, {@code listen}, {@code local}, {@code key-file}, {@code ciphers}, {@code workers}, {@code engine}, {@code
 * edge}, {@code mtu}; for each peer, from 0 on, {@code peer.N.key}, {@code .address}, {@code .prefixes}, {@code .ciphers}, {@code
 * .probes}. With {@code tell-avoided} it also says which peers flows avoid, within 50 ms. Lists have commas.
 */
public final class EndpointProcess {

    private EndpointProcess() {}

    /** Runs until it is ended by a signal. */
    public static void main(String[] args) throws IOException, InterruptedException {
        // As the gateway has it.
        VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
        Vertx vertx = Vertx.builder().with(options).build();
        List<TunnelEndpoint> endpoints = new ArrayList<>();
        for (String file : args) {
            endpoints.add(start(vertx, Path.of(file)));
        }
        while (true) {
            Thread.sleep(1000);
            endpoints.forEach(EndpointProcess::report);
        }
    }

    private static TunnelEndpoint start(Vertx vertx, Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        StaticKey key = StaticKey.loadOrCreate(Path.of(properties.getProperty("key-file")));
        try {
            TunnelEndpoint endpoint = TunnelEndpoint.start(
                    vertx,
                    config(properties),
                    prefixes(properties.getProperty("local")),
                    key,
                    state -> print("path " + state.peer() + " " + (state.up() ? "up" : "down")));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                endpoint.leave();
                endpoint.close();
            }));
            endpoint.apply(peers(properties));
            if (Boolean.parseBoolean(properties.getProperty("tell-avoided", "false"))) {
                Thread.ofPlatform().daemon().start(() -> tellAvoided(endpoint));
            }
            print("ready " + endpoint.publicKey());
            return endpoint;
        } catch (TunnelException e) {
            print(String.valueOf(e.getMessage()));
            System.exit(1);
            throw e;
        }
    }

    private static void tellAvoided(TunnelEndpoint endpoint) {
        Set<PeerId> told = Set.of();
        while (true) {
            Set<PeerId> avoided = endpoint.status().peers().stream()
                    .filter(PeerStatus::avoided)
                    .map(peer -> peer.path().peer())
                    .collect(Collectors.toSet());
            for (PeerId peer : avoided) {
                if (!told.contains(peer)) {
                    print("avoids " + peer);
                }
            }
            told = avoided;
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void report(TunnelEndpoint endpoint) {
        print("drops " + endpoint.status().drops() + " handshakes "
                + endpoint.status().handshakeDrops());
        for (PeerStatus peer : endpoint.status().peers()) {
            print(String.format(
                    "peer %s up=%s age=%s cipher=%s remote=%s out=%d/%d in=%d/%d rtt=%s mtu=%d drops=%s",
                    peer.path().peer(),
                    peer.path().up(),
                    peer.sessionAge().map(age -> age.toSeconds() + "s").orElse("-"),
                    peer.cipher().map(CipherSuite::name).orElse("-"),
                    peer.remoteAddress().map(InetSocketAddress::toString).orElse("-"),
                    peer.traffic().packetsOut(),
                    peer.traffic().octetsOut(),
                    peer.traffic().packetsIn(),
                    peer.traffic().octetsIn(),
                    peer.path().roundTrip(),
                    peer.path().mtu(),
                    peer.traffic().drops()));
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }

    private static TunnelConfig config(Properties properties) {
        TunnelConfig config = TunnelConfig.of(
                        properties.getProperty("device", "hanse0"), address(properties.getProperty("listen")))
                .withCiphers(List.copyOf(ciphers(properties.getProperty("ciphers"))))
                .withWorkers(Integer.parseInt(properties.getProperty("workers", "1")))
                .withEngine(EngineChoice.valueOf(properties.getProperty("engine", "AUTO")))
                .withEdge(TunnelConfig.Edge.valueOf(properties.getProperty("edge", "AUTO")));
        String cpus = properties.getProperty("cpus");
        if (cpus != null) {
            config = config.withCpus(
                    Arrays.stream(cpus.split(",")).map(Integer::valueOf).toList());
        }
        String mtu = properties.getProperty("mtu");
        return mtu == null ? config : config.withMtu(Integer.parseInt(mtu));
    }

    private static List<PeerConfig> peers(Properties properties) {
        List<PeerConfig> peers = new ArrayList<>();
        for (int i = 0; properties.containsKey("peer." + i + ".key"); i++) {
            String at = "peer." + i;
            String remote = properties.getProperty(at + ".address");
            peers.add(new PeerConfig(
                    new PeerId("peer" + i, "gw"),
                    TunnelPublicKey.of(Base64.getDecoder().decode(properties.getProperty(at + ".key"))),
                    Optional.empty(),
                    remote == null ? List.of() : List.of(address(remote)),
                    prefixes(properties.getProperty(at + ".prefixes")),
                    ciphers(properties.getProperty(at + ".ciphers")),
                    Boolean.parseBoolean(properties.getProperty(at + ".probes", "false"))));
        }
        return peers;
    }

    private static InetSocketAddress address(String text) {
        HostPort parts = HostPort.split(text).orElseThrow();
        return new InetSocketAddress(
                InetAddress.ofLiteral(parts.host()), parts.port().orElseThrow());
    }

    private static List<IpPrefix> prefixes(String text) {
        return Arrays.stream(text.split(",")).map(IpPrefix::parse).toList();
    }

    private static Set<CipherSuite> ciphers(String text) {
        return Arrays.stream(text.split(","))
                .map(CipherSuite::valueOf)
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }
}
