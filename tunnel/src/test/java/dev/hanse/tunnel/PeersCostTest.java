// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.control.EndpointControl;
import dev.hanse.tunnel.control.WorkerPort;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.health.PathSizes;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.SessionControl;
import dev.hanse.tunnel.session.SessionSettings;
import dev.hanse.tunnel.session.SessionStatus;
import java.lang.management.ManagementFactory;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects gateways with many peers: status and path reports cost the same for each of ten peers and of a thousand, and so does it when all paths come up at once. */
class PeersCostTest {

    private static final int FEW = 10;
    private static final int MANY = 1_000;
    private static final int WORKERS = 2;
    private static final double GROWTH = 1.5;

    private final ManualClock clock = new ManualClock();

    @Test
    void statusAllocatesAsMuchForEachPeer() {
        assertSame(control -> allocated(() -> status(control).peers()));
    }

    @Test
    void statusLooksAtEachSessionOnce() {
        EndpointControl control = control(MANY);
        CountedList<SessionStatus> sessions = new CountedList<>(control.sessions(clock.nanoTime()));
        status(control, sessions).peers();
        assertThat(sessions.gets).isEqualTo(MANY * WORKERS);
    }

    @Test
    void whatTheLoopReportsAllocatesAsMuchForEachPeer() {
        assertSame(control -> allocated(() -> {
            control.paths();
            control.sessions(clock.nanoTime());
            control.mtus();
        }));
    }

    @Test
    void pathsThatComeUpAtOnceAllocateAsMuchForEachPeer() {
        assertSame(control -> {
            answerAll(control, 0);
            return allocated(() -> answerAll(control, 1));
        });
    }

    private interface Cost {
        long of(EndpointControl control);
    }

    private void assertSame(Cost cost) {
        // Whatever the first calls load.
        cost.of(control(FEW));
        double few = (double) cost.of(control(FEW)) / FEW;
        double many = (double) cost.of(control(MANY)) / MANY;
        assertThat(many).as("octets for each of %s peers", MANY).isPositive().isLessThan(few * GROWTH);
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void answerAll(EndpointControl control, int number) {
        control.onProbeInterval(clock.nanoTime());
        for (PeerConfig peer : control.peers()) {
            for (int worker = 0; worker < WORKERS; worker++) {
                control.onProbeAnswer(worker, peer.id(), number, clock.nanoTime());
            }
        }
        control.onHaste(clock.nanoTime());
        assertThat(control.paths().values()).allMatch(path -> path.up() == (number > 0));
    }

    private StatusReport status(EndpointControl control) {
        return status(control, control.sessions(clock.nanoTime()));
    }

    private static StatusReport status(EndpointControl control, List<SessionStatus> sessions) {
        var report = new ControlVerticle.Report(List.copyOf(control.paths().values()), sessions, Map.of());
        return new StatusReport(report, control.snapshot(), List.of(), 0);
    }

    private EndpointControl control(int peers) {
        Random random = new Random(peers);
        SessionControl sessions = new SessionControl(
                X25519PrivateKey.generate(random),
                new SessionSettings(List.of(CipherSuite.AES_256_GCM), WORKERS, Optional.empty()),
                new JdkEngine(),
                clock,
                random);
        EndpointControl control = new EndpointControl(
                sessions,
                new PathMonitor(WORKERS, clock, path -> {}),
                PathSizes.measured(WORKERS, 1420, IntUnaryOperator.identity()),
                Stream.generate(() -> (WorkerPort) command -> {}).limit(WORKERS).toList(),
                snapshot -> {});
        control.apply(IntStream.range(0, peers)
                .mapToObj(number -> peer(number, random))
                .toList());
        return control;
    }

    private static PeerConfig peer(int number, Random random) {
        byte[] key = new byte[X25519PrivateKey.OCTETS];
        random.nextBytes(key);
        return new PeerConfig(
                new PeerId("cluster-" + number, "gw"),
                TunnelPublicKey.of(key),
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of(CipherSuite.AES_256_GCM),
                true);
    }

    private static final class CountedList<T> extends AbstractList<T> {

        private final List<T> of;
        private int gets;

        CountedList(List<T> of) {
            this.of = of;
        }

        @Override
        public T get(int index) {
            gets++;
            return of.get(index);
        }

        @Override
        public int size() {
            return of.size();
        }
    }
}
