// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.CpuAffinity;
import dev.hanse.net.testing.Eventually;
import dev.hanse.net.testing.FreePorts;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.net.SocketBuffers;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.wire.HandshakeHeader;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the way of each setting from the configuration to where it works, in an endpoint that is whole but for its TUN device. */
final class TunnelEndpointTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final IpPrefix V4 = IpPrefix.parse("10.1.0.0/16");
    private static final StaticKey KEY = StaticKey.of(X25519PrivateKey.generate(new SecureRandom()));

    private final Vertx vertx = Vertx.vertx();
    private final List<TunnelEndpoint> started = new ArrayList<>();
    private FakeHost host;
    private TunnelConfig config;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeHost() throws IOException {
        host = new FakeHost(folder);
        config = TunnelConfig.of("other0", new InetSocketAddress(LOOPBACK, FreePorts.block(2)));
    }

    @AfterEach
    void close() throws Exception {
        started.forEach(TunnelEndpoint::close);
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private TunnelEndpoint start(TunnelConfig settings, IpPrefix... localPrefixes) {
        TunnelEndpoint endpoint =
                TunnelEndpoint.start(vertx, settings, List.of(localPrefixes), KEY, state -> {}, host.asEndpointHost());
        started.add(endpoint);
        return endpoint;
    }

    @Test
    void deviceHasItsNameItsQueuesAndTheirLength() {
        start(
                config.withWorkers(2)
                        .withQueues(500, TunnelConfig.MIN_SOCKET_BUFFER_OCTETS)
                        .withMtu(1300),
                V4);
        assertThat(host.devices()).containsExactly("other0 with 2 queues");
        assertThat(host.commands()).contains("link set dev other0 mtu 1300 txqueuelen 500 up");
    }

    @Test
    void everyWorkerListensAtAPortOfItsOwn() {
        InetSocketAddress listen = config.listen();
        InetSocketAddress next = new InetSocketAddress(LOOPBACK, listen.getPort() + 1);
        start(config, V4);
        assertThatThrownBy(() -> new DatagramSocket(listen).close()).isInstanceOf(BindException.class);
        assertThatCode(() -> new DatagramSocket(next).close()).doesNotThrowAnyException();
        started.removeFirst().close();
        start(config.withWorkers(2), V4);
        assertThatThrownBy(() -> new DatagramSocket(next).close()).isInstanceOf(BindException.class);
    }

    @Test
    void socketsHaveTheirBuffers() {
        int octets = TunnelConfig.MIN_SOCKET_BUFFER_OCTETS;
        TunnelEndpoint endpoint =
                start(config.withEdge(TunnelConfig.Edge.NATIVE).withQueues(1000, octets), V4);
        assertThat(endpoint.status().workers())
                .extracting(WorkerStatus::buffers)
                .containsExactly(Optional.of(new SocketBuffers(octets, octets)));
    }

    @Test
    void portableSocketsAreOfTheOtherForm() {
        TunnelEndpoint endpoint = start(config.withEdge(TunnelConfig.Edge.PORTABLE), V4);
        assertThat(endpoint.status().workers())
                .extracting(WorkerStatus::buffers)
                .containsExactly(Optional.empty());
    }

    @Test
    void workersRunOnTheirProcessors() throws IOException {
        int last = CpuAffinity.allowed().length() - 1;
        start(config.withCpus(List.of(last)), V4);
        assertThat(threadsOn(last)).isPositive();
    }

    @Test
    void engineIsTheOneThatIsAskedFor() {
        assertThat(start(config.withEngine(EngineChoice.JDK), V4).status().engines())
                .allMatch(engine -> engine.contains(" by jdk "));
        started.removeFirst().close();
        // Where there is no libcrypto, whoever asks for it is told so.
        assertThat(openSsl()).containsAnyOf(" by openssl ", "libcrypto.so.3 was not found");
    }

    private String openSsl() {
        try {
            return start(config.withEngine(EngineChoice.OPENSSL), V4)
                    .status()
                    .engines()
                    .toString();
        } catch (TunnelException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void asksPeersForTheCipherThatItPrefers() throws IOException {
        assertThat(cipherOfTheFirstFrame(config)).isEqualTo(CipherSuite.AES_256_GCM);
        started.removeFirst().close();
        assertThat(cipherOfTheFirstFrame(config.withCiphers(List.of(CipherSuite.CHACHA20_POLY1305))))
                .isEqualTo(CipherSuite.CHACHA20_POLY1305);
    }

    /** A peer that takes all ciphers sees which one the endpoint begins with, and from where. */
    private CipherSuite cipherOfTheFirstFrame(TunnelConfig settings) throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
            peer.setSoTimeout(20_000);
            start(settings, V4).apply(List.of(peerAt(peer)));
            DatagramPacket frame = new DatagramPacket(new byte[1500], 1500);
            peer.receive(frame);
            assertThat(frame.getSocketAddress()).isEqualTo(settings.listen());
            return Objects.requireNonNull(HandshakeHeader.suite(frame.getData()));
        }
    }

    @Test
    void forwardsIpv6WhereAPrefixNeedsIt() throws IOException {
        start(config, V4);
        assertThat(host.kernelSetting("ipv6/conf/all/forwarding")).isEqualTo("0");
        started.removeFirst().close();
        start(config, V4, IpPrefix.parse("fd00:1::/48"));
        assertThat(host.kernelSetting("ipv6/conf/all/forwarding")).isEqualTo("1");
    }

    @Test
    void refusesWhatCannotRunBeforeItTouchesTheHost() {
        TunnelConfig portZero = TunnelConfig.of("other0", new InetSocketAddress(LOOPBACK, 0));
        assertThatThrownBy(() -> start(portZero, V4)).hasMessageContaining("port 0 with 1 workers");
        assertThat(host.devices()).isEmpty();
    }

    @Test
    void aDeviceThatSomebodyDeletesIsMadeAnewWithItsPeers() throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
            peer.setSoTimeout(20_000);
            TunnelEndpoint endpoint = start(config, V4);
            endpoint.apply(List.of(peerAt(peer)));
            eventually("a route", Eventually.LIMIT, () -> assertThat(routes()).hasSize(1));
            host.deleteDevice();
            eventually(
                    "another device",
                    Eventually.LIMIT,
                    () -> assertThat(host.devices()).hasSize(2));
            eventually("its route", Eventually.LIMIT, () -> assertThat(routes()).hasSize(2));
            assertThat(endpoint.paths())
                    .singleElement()
                    .satisfies(path -> assertThat(path.change())
                            .as("later than all that was said before")
                            .isGreaterThan(1));
            endpoint.close();
            assertThatCode(() -> new DatagramSocket(config.listen()).close()).doesNotThrowAnyException();
        }
    }

    @Test
    void aDeviceThatCannotBeMadeAnewHasNoPathThatIsUpAndIsTriedAgain() throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
            TunnelEndpoint endpoint = start(config, V4);
            endpoint.apply(List.of(peerAt(peer)));
            eventually(
                    "a path",
                    Eventually.LIMIT,
                    () -> assertThat(endpoint.paths()).hasSize(1));
            long before = endpoint.paths().getFirst().change();
            host.refuseDevices(true);
            host.deleteDevice();
            eventually(
                    "it is known to be down",
                    Eventually.LIMIT,
                    () -> assertThat(endpoint.paths())
                            .singleElement()
                            .satisfies(path -> assertThat(path.up()).isFalse())
                            .satisfies(path -> assertThat(path.change()).isGreaterThan(before)));
            host.refuseDevices(false);
            eventually(
                    "another device",
                    Eventually.LIMIT,
                    () -> assertThat(host.devices()).hasSize(2));
        }
    }

    @Test
    void aDeviceThatIsDeletedBeforeTheFirstPeersAreKnownTakesNothingAway() throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
            host.leave(IpPrefix.parse("10.2.0.0/16"));
            TunnelEndpoint endpoint = start(config, V4);
            host.deleteDevice();
            eventually(
                    "another device",
                    Eventually.LIMIT,
                    () -> assertThat(host.devices()).hasSize(2));
            endpoint.apply(List.of(peerAt(peer)));
            eventually("a route", Eventually.LIMIT, () -> assertThat(routes()).hasSize(1));
            assertThat(removals()).isEmpty();
        }
    }

    @Test
    void aPeerThatIsRevokedGoesAtOnceWhateverTheRoutesWaitForAndANewOneWaitsForThem() throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
            TunnelEndpoint endpoint = start(config, V4);
            endpoint.apply(List.of(peerAt(peer)));
            eventually("a route", Eventually.LIMIT, () -> assertThat(routes()).hasSize(1));
            host.hold();
            try {
                endpoint.apply(List.of(peerAt(peer, "north", "10.3.0.0/16")));
                eventually(
                        "it has gone",
                        Eventually.LIMIT,
                        () -> assertThat(endpoint.paths()).isEmpty());
            } finally {
                host.goOn();
            }
            eventually(
                    "the other one is there",
                    Eventually.LIMIT,
                    () -> assertThat(endpoint.paths())
                            .singleElement()
                            .satisfies(path -> assertThat(path.peer().cluster()).isEqualTo("north")));
        }
    }

    @Test
    void peersThatComeLateTakeNothingFromThoseAfterThem() throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
            TunnelEndpoint endpoint = start(config, V4);
            host.hold();
            try {
                endpoint.apply(List.of(peerAt(peer)));
                eventually(
                        "a command that does not end",
                        Eventually.LIMIT,
                        () -> assertThat(host.commands()).anyMatch(each -> each.contains("unreachable 10.2")));
                endpoint.apply(List.of(peerAt(peer, "north", "10.3.0.0/16")));
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            } finally {
                host.goOn();
            }
            eventually(
                    "a route",
                    Eventually.LIMIT,
                    () -> assertThat(routes()).last().asString().contains("10.3.0.0/16"));
            assertThat(removals()).noneMatch(removal -> removal.contains("unreachable 10.3"));
        }
    }

    private List<String> removals() {
        return host.commands().stream()
                .filter(command -> command.startsWith("route delete"))
                .toList();
    }

    private List<String> routes() {
        return host.commands().stream()
                .filter(command -> command.startsWith("route add") && !command.contains("unreachable"))
                .toList();
    }

    private static PeerConfig peerAt(DatagramSocket socket) {
        return peerAt(socket, "west", "10.2.0.0/16");
    }

    private static PeerConfig peerAt(DatagramSocket socket, String cluster, String prefix) {
        return new PeerConfig(
                new PeerId(cluster, "gw-1"),
                StaticKey.of(X25519PrivateKey.generate(new SecureRandom())).publicKey(),
                Optional.empty(),
                List.of((InetSocketAddress) socket.getLocalSocketAddress()),
                List.of(IpPrefix.parse(prefix)),
                Set.of(CipherSuite.values()),
                true);
    }

    private static long threadsOn(int cpu) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(thread -> allowed(thread).equals("" + cpu)).count();
        }
    }

    private static String allowed(Path thread) {
        try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf('\t') + 1))
                    .findFirst()
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }
}
