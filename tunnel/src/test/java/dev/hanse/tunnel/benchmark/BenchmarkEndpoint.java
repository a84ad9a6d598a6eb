// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.control.EndpointControl;
import dev.hanse.tunnel.control.WorkerPort;
import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.health.PathSizes;
import dev.hanse.tunnel.path.ControlPort;
import dev.hanse.tunnel.path.PathSnapshot;
import dev.hanse.tunnel.path.WorkerPath;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.SessionControl;
import dev.hanse.tunnel.session.SessionSettings;
import dev.hanse.tunnel.tun.TunOffloads;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** An endpoint with one worker on devices in memory. Its clock stands still, so that keys live as long as the benchmark. */
final class BenchmarkEndpoint {

    private static final int MTU = 1420;
    private static final long NOW = 1;

    private final int number;
    private final CipherSuite suite;
    private final X25519PrivateKey key;
    private final Queue<Runnable> mail = new ArrayDeque<>();
    private final EndpointControl control;
    private final BenchmarkTun tun = new BenchmarkTun();
    private final BenchmarkWire port;
    private final Runnable resumption = () -> worker().onResume();
    private final WorkerPath worker;

    BenchmarkEndpoint(int number, CipherEngine engine, CipherSuite suite) {
        this.number = number;
        this.suite = suite;
        SecureRandom random = new SecureRandom();
        key = X25519PrivateKey.generate(random);
        port = new BenchmarkWire(new InetSocketAddress("192.0.2." + number, 51820));
        SessionSettings settings = new SessionSettings(List.of(suite), 1, Optional.empty());
        AtomicReference<PathSnapshot> published = new AtomicReference<>();
        WorkerPort toWorker = command -> mail.add(() -> command.accept(worker()));
        control = new EndpointControl(
                new SessionControl(key, settings, engine, Clock.systemUTC(), random),
                new PathMonitor(1, Clock.systemUTC(), state -> {}),
                PathSizes.fixed(0),
                List.of(toWorker),
                published::set);
        published.set(control.snapshot());
        worker = new WorkerPath(
                0,
                tun,
                new TunOffloads(true, true, true),
                port,
                PeerRoutes.of(List.of(List.of(prefix()))),
                MTU,
                published::get,
                new Mail(),
                number,
                () -> NOW,
                () -> mail.add(resumption));
    }

    private IpPrefix prefix() {
        return IpPrefix.parse("10." + number + ".0.0/16");
    }

    BenchmarkTun tun() {
        return tun;
    }

    WorkerPath worker() {
        return worker;
    }

    /** Makes the two know each other and opens a session. */
    void connect(BenchmarkEndpoint other, byte[] firstPacket) {
        port.connect(other.port);
        control.apply(List.of(other.asPeer()));
        other.control.apply(List.of(asPeer()));
        tun.offer(firstPacket, 1);
        worker.onTunReadable();
        while (other.tun.octets() == 0) {
            deliver();
            worker.onPortReadable();
            other.deliver();
            other.worker.onPortReadable();
        }
        deliver();
        other.deliver();
    }

    /** Does what waits for the control loop or for another turn. */
    void deliver() {
        for (Runnable message = mail.poll(); message != null; message = mail.poll()) {
            message.run();
        }
    }

    private PeerConfig asPeer() {
        return new PeerConfig(
                new PeerId("cluster" + number, "gw"),
                TunnelPublicKey.of(key.publicKey()),
                Optional.empty(),
                List.of(port.localAddress()),
                List.of(prefix()),
                Set.of(suite),
                false);
    }

    private final class Mail implements ControlPort {

        @Override
        public boolean onHandshakeFrame(byte[] frame, InetSocketAddress from) {
            return mail.add(() -> control.onHandshakeFrame(0, frame, from, NOW));
        }

        @Override
        public void requestSession(PeerId peer) {
            mail.add(() -> control.requestSession(0, peer, NOW));
        }

        @Override
        public void onConfirmed(Keypair keypair) {
            mail.add(() -> control.onConfirmed(keypair));
        }

        @Override
        public void onProbeAnswer(PeerId peer, long probe) {
            throw new AssertionError("there are no probes");
        }

        @Override
        public boolean onLeaving(PeerId peer, boolean leaving) {
            throw new AssertionError("there are no probes");
        }
    }
}
