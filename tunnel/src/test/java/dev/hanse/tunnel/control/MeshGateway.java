// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;

import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.control.InMemoryEndpoint.Host;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.health.PathSizes;
import dev.hanse.tunnel.net.FakeDatagramPort;
import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.SessionControl;
import dev.hanse.tunnel.tun.TunOffloads;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway's host in a {@link Mesh}: it has an address and a wall clock, and runs one process after the other, each with a monotonic clock and timers of its own, under one key. */
final class MeshGateway {

    private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");
    private static final int FIRST_HOST = 5;
    private static final int TICK = millis(Duration.ofNanos(SessionControl.TICK_NANOS));
    private static final int PROBES = millis(PathMonitor.INTERVAL);
    private static final int HASTE = millis(PathMonitor.HASTE);

    private final int number;
    private final MeshNetwork network;
    private final Random random;
    private final X25519PrivateKey key;
    private final long[] heard;
    private InetSocketAddress address;
    private Duration wallOffset = Duration.ZERO;
    private int moves;
    private int phase;
    private @Nullable InMemoryEndpoint process;

    /** Does not run yet. */
    MeshGateway(int number, int gateways, MeshNetwork network, Random random) {
        this.number = number;
        this.network = network;
        this.random = random;
        key = X25519PrivateKey.generate(random);
        heard = new long[gateways];
        address = addressOf(0);
    }

    private static int millis(Duration duration) {
        return (int) duration.toMillis();
    }

    private InetSocketAddress addressOf(int move) {
        return new InetSocketAddress("192." + (move / 200) + "." + (move % 200) + "." + (number + 1), 51_820);
    }

    PeerId id() {
        return new PeerId("cluster" + number, "gw");
    }

    boolean runs() {
        return process != null;
    }

    /** A new process: it knows nobody, and nothing of before. */
    void start() {
        FakeDatagramPort port = new FakeDatagramPort(network, address);
        network.bind(address, number, port);
        long begin = random.nextLong();
        NanoClock clock = () -> begin + TimeUnit.MILLISECONDS.toNanos(network.millis());
        phase = random.nextInt(PROBES);
        process = new InMemoryEndpoint(
                new Host(port, clock, wallClock(), random),
                key,
                number,
                "10." + number + ".0.0/16",
                List.of(CipherSuite.AES_256_GCM),
                new TunOffloads(true, true, true),
                InMemoryEndpoint.MTU,
                PathSizes.measured(1, InMemoryEndpoint.MTU, IntUnaryOperator.identity()));
    }

    private InstantSource wallClock() {
        return () -> BEGIN.plusMillis(network.millis()).plus(wallOffset);
    }

    /** As {@code kill -9} does. */
    void kill() {
        network.unbind(address);
        process = null;
    }

    /** The host gets another address, under its process where there is one. */
    void move() {
        InetSocketAddress before = address;
        address = addressOf(++moves);
        if (process != null) {
            network.unbind(before);
            process.port().move(address);
            network.bind(address, number, process.port());
        }
    }

    /** The wall clock is set. */
    void jump(Duration by) {
        wallOffset = wallOffset.plus(by);
    }

    /** What the control plane tells others of it. */
    PeerConfig asPeer() {
        return running().asPeer(true);
    }

    /** Hears of all peers from the control plane. */
    void learn(List<PeerConfig> peers) {
        running().apply(peers);
        running().openSessions();
    }

    /** What is due at this millisecond: timers first, then all that has come. */
    void step() {
        if (process == null) {
            return;
        }
        long now = network.millis() + phase;
        if (now % TICK == 0) {
            process.tick();
        }
        if (now % PROBES == 0) {
            process.probe();
        }
        if (now % HASTE == 0) {
            process.look();
        }
        process.settle();
        take(process);
    }

    private void take(InMemoryEndpoint endpoint) {
        for (byte[] packet : endpoint.tun().written()) {
            ByteBuffer ip = ByteBuffer.wrap(packet).position(VirtioHeader.OCTETS);
            int sender = ip.get(VirtioHeader.OCTETS + 13) & 0xff;
            int sequence = ip.getInt(VirtioHeader.OCTETS + 24);
            boolean tcp = ip.get(VirtioHeader.OCTETS + 9) == IpHeader.TCP;
            if (tcp && sender != number) {
                heard[sender] = Math.max(heard[sender], sequence);
            }
        }
        endpoint.tun().written().clear();
    }

    /** A pod behind it sends a packet to one behind another. */
    void send(MeshGateway to, int sequence) {
        PacketBuilder packet = new PacketBuilder().addresses(host(number), host(to.number));
        running()
                .tun()
                .offer(plain(packet.sequence(sequence).payload(new byte[] {1}).build()));
    }

    private static String host(int gateway) {
        return "10." + gateway + ".0." + FIRST_HOST;
    }

    /** Whether a pod behind it has got that packet of another's pod, or a later one. */
    boolean heard(MeshGateway from, int sequence) {
        return heard[from.number] >= sequence;
    }

    /** Whether it says that the path to another one is up. */
    boolean reaches(MeshGateway other) {
        return running().reaches(other.id());
    }

    private InMemoryEndpoint running() {
        return Objects.requireNonNull(process, () -> "gateway " + number + " does not run");
    }

    @Override
    public String toString() {
        return "gateway " + number;
    }
}
