// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.health.PathSizes;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.net.FakeDatagramPort;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.path.ControlPort;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.path.PathSnapshot;
import dev.hanse.tunnel.path.PeerPath;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.path.WorkerPath;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.session.HandshakeDrop;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.PeerSession;
import dev.hanse.tunnel.session.SessionControl;
import dev.hanse.tunnel.session.SessionSettings;
import dev.hanse.tunnel.tun.FakeTunQueue;
import dev.hanse.tunnel.tun.TunOffloads;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/** A whole endpoint with one worker, stepped by the test: real sessions and ciphers, devices in memory, one thread, a clock of its own. */
final class InMemoryEndpoint {

    static final int MTU = 1420;

    private final PeerId id;
    private final IpPrefix prefix;
    private final List<CipherSuite> ciphers;
    private final NanoClock clock;
    private final X25519PrivateKey key;
    private final FakeTunQueue tun = new FakeTunQueue();
    private final FakeDatagramPort port;
    private final Queue<Runnable> mail = new ArrayDeque<>();
    private final List<PathState> pathChanges = new ArrayList<>();
    private final AtomicReference<PathSnapshot> published = new AtomicReference<>();
    private final EndpointControl control;
    private final WorkerPath worker;
    private boolean refusing;

    InMemoryEndpoint(FakeWan wan, ManualClock clock, int number, List<CipherSuite> ciphers, TunOffloads offloads) {
        this(wan, clock, number, "10." + number + ".0.0/16", ciphers, offloads, MTU);
    }

    InMemoryEndpoint(
            FakeWan wan,
            ManualClock clock,
            int number,
            String prefixText,
            List<CipherSuite> ciphers,
            TunOffloads offloads,
            int mtu) {
        this(wan, clock, number, prefixText, ciphers, offloads, mtu, PathSizes.fixed(mtu));
    }

    /** One that measures how long packets may be. */
    static InMemoryEndpoint measuring(FakeWan wan, ManualClock clock, int number, CipherSuite suite) {
        PathSizes sizes = PathSizes.measured(1, MTU, IntUnaryOperator.identity());
        TunOffloads all = new TunOffloads(true, true, true);
        return new InMemoryEndpoint(wan, clock, number, "10." + number + ".0.0/16", List.of(suite), all, MTU, sizes);
    }

    /**
     * What is around an endpoint.
     *
     * @param clock as {@link System#nanoTime}
     * @param random for keys, indices and jitter
     */
    record Host(FakeDatagramPort port, NanoClock clock, InstantSource wallClock, RandomGenerator random) {

        private static Host of(FakeWan wan, ManualClock clock, int number) {
            FakeDatagramPort port = wan.bind(new InetSocketAddress("192.0.2." + number, 51820));
            return new Host(port, clock, clock, new SecureRandom());
        }
    }

    private InMemoryEndpoint(
            FakeWan wan,
            ManualClock clock,
            int number,
            String prefixText,
            List<CipherSuite> ciphers,
            TunOffloads offloads,
            int mtu,
            PathSizes sizes) {
        this(
                Host.of(wan, clock, number),
                X25519PrivateKey.generate(new SecureRandom()),
                number,
                prefixText,
                ciphers,
                offloads,
                mtu,
                sizes);
    }

    /** One whose surroundings the test makes. */
    InMemoryEndpoint(
            Host host,
            X25519PrivateKey key,
            int number,
            String prefixText,
            List<CipherSuite> ciphers,
            TunOffloads offloads,
            int mtu,
            PathSizes sizes) {
        clock = host.clock();
        port = host.port();
        this.ciphers = ciphers;
        this.key = key;
        id = new PeerId("cluster" + number, "gw");
        prefix = IpPrefix.parse(prefixText);
        SessionControl sessions = new SessionControl(
                key,
                new SessionSettings(ciphers, 1, Optional.empty()),
                new JdkEngine(),
                host.wallClock(),
                host.random());
        PathMonitor monitor = new PathMonitor(1, host.wallClock(), pathChanges::add);
        WorkerPort toWorker = this::toWorker;
        control = new EndpointControl(sessions, monitor, sizes, List.of(toWorker), published::set);
        published.set(control.snapshot());
        PeerRoutes local = PeerRoutes.of(List.of(List.of(prefix)));
        worker = new WorkerPath(
                0,
                tun,
                offloads,
                port,
                local,
                mtu,
                published::get,
                new Mail(),
                host.random().nextLong(),
                clock,
                () -> toWorker(WorkerPath::onResume));
    }

    private void toWorker(Consumer<WorkerPath> command) {
        mail.add(() -> command.accept(worker));
    }

    /** Knows the other one, with probes as between endpoints of ours. */
    PeerConfig asPeer(boolean probes) {
        return new PeerConfig(
                id,
                TunnelPublicKey.of(key.publicKey()),
                Optional.empty(),
                List.of(port.localAddress()),
                List.of(prefix),
                Set.copyOf(ciphers),
                probes);
    }

    void apply(PeerConfig... peers) {
        apply(List.of(peers));
    }

    void apply(List<PeerConfig> peers) {
        control.apply(peers);
    }

    void openSessions() {
        control.openSessions(clock.nanoTime());
    }

    /** Does everything that can be done now; true: there was something. */
    boolean step() {
        boolean busy = false;
        for (Runnable message = mail.poll(); message != null; message = mail.poll()) {
            message.run();
            busy = true;
        }
        if (port.ready()) {
            worker.onPortReadable();
            busy = true;
        }
        if (tun.ready()) {
            worker.onTunReadable();
            busy = true;
        }
        return busy;
    }

    /** Does everything at all of them, and what comes of it. */
    static void settleAll(InMemoryEndpoint... endpoints) {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (InMemoryEndpoint endpoint : endpoints) {
                busy |= endpoint.step();
            }
        }
    }

    /** Does everything, and what comes of it here. */
    void settle() {
        while (step()) {
            continue;
        }
    }

    /** Does the first thing that waits for its turn, of control and worker. */
    void task() {
        mail.remove().run();
    }

    void tick() {
        control.onTick(clock.nanoTime());
    }

    void probe() {
        control.onProbeInterval(clock.nanoTime());
    }

    /** Looks for answers that are overdue. */
    void look() {
        control.onHaste(clock.nanoTime());
    }

    /** Says to its peers that it stops. */
    void leave() {
        control.leave(clock.nanoTime());
    }

    /** Says to its peers whether flows are to take others. */
    void drain(boolean drained) {
        control.drain(drained, clock.nanoTime());
    }

    /** Whether they have heard it. */
    boolean isLeaveHeard() {
        return control.isLeaveHeard();
    }

    /** Longest packets to the prefixes of its peers. */
    Map<IpPrefix, Integer> mtus() {
        return control.mtus();
    }

    /** What is said of the path to a peer. */
    PathState state(PeerId peer) {
        return Objects.requireNonNull(control.paths().get(peer));
    }

    /** Whether flows to a peer find its path up. */
    boolean reaches(PeerId peer) {
        PathSnapshot snapshot = control.snapshot();
        return snapshot.sessions().worker(0).session(peer) != null
                && !snapshot.down().contains(peer);
    }

    FakeDatagramPort port() {
        return port;
    }

    /** From now on the control loop takes no handshake frames, as when too many wait. */
    void refuseHandshakes() {
        refusing = true;
    }

    FakeTunQueue tun() {
        return tun;
    }

    InetSocketAddress address() {
        return port.localAddress();
    }

    PeerId id() {
        return id;
    }

    /** An address behind it. */
    String host(int number) {
        return prefix.address().getHostAddress().replaceFirst("0$", "" + number);
    }

    /** The session with a peer, as the worker has it. */
    PeerSession session(PeerId peer) {
        return Objects.requireNonNull(control.snapshot().sessions().worker(0).session(peer));
    }

    /** What the worker counts of a peer. */
    PeerPath path(PeerId peer) {
        return worker.peers().stream()
                .filter(path -> path.id().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    /** All that the worker counted. */
    Traffic total() {
        return worker.total();
    }

    long now() {
        return clock.nanoTime();
    }

    /** Where it sends what is meant for a peer. */
    InetSocketAddress remoteOf(PeerId peer) {
        return Objects.requireNonNull(session(peer).activity().remote());
    }

    List<PathState> pathChanges() {
        return pathChanges;
    }

    /** Drops with and without a peer. */
    Map<DropReason, Long> drops() {
        Map<DropReason, Long> sums = new HashMap<>(worker.dropped().drops());
        worker.peers().stream().map(PeerPath::drops).forEach(drops -> drops.addTo(sums));
        return sums;
    }

    Map<HandshakeDrop, Long> handshakeDrops() {
        return control.handshakeDrops();
    }

    private final class Mail implements ControlPort {

        @Override
        public boolean onHandshakeFrame(byte[] frame, InetSocketAddress from) {
            return !refusing && mail.add(() -> control.onHandshakeFrame(0, frame, from, clock.nanoTime()));
        }

        @Override
        public void requestSession(PeerId peer) {
            mail.add(() -> control.requestSession(0, peer, clock.nanoTime()));
        }

        @Override
        public void onConfirmed(Keypair keypair) {
            mail.add(() -> control.onConfirmed(keypair));
        }

        @Override
        public void onProbeAnswer(PeerId peer, long probe) {
            mail.add(() -> control.onProbeAnswer(0, peer, probe, clock.nanoTime()));
        }

        @Override
        public boolean onLeaving(PeerId peer, boolean leaving) {
            return mail.add(() -> control.onLeaving(peer, leaving, clock.nanoTime()));
        }
    }
}
