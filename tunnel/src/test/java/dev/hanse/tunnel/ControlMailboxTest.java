// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.control.EndpointControl;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.health.PathSizes;
import dev.hanse.tunnel.path.ControlPort;
import dev.hanse.tunnel.session.HandshakeDrop;
import dev.hanse.tunnel.session.SessionControl;
import dev.hanse.tunnel.session.SessionSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Protects the control loop's memory: what strangers send waits up to a limit, then is refused, and is taken again later. */
class ControlMailboxTest {

    private static final int LIMIT = 256;
    private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 6666);

    private final Vertx vertx = Vertx.vertx();
    private final ControlMailbox mailbox = new ControlMailbox(System::nanoTime);
    private final ControlPort worker = mailbox.ofWorker(0);
    private final EndpointControl control = new EndpointControl(
            new SessionControl(
                    X25519PrivateKey.generate(new Random(1)),
                    new SessionSettings(List.of(CipherSuite.values()), 1, Optional.empty()),
                    new JdkEngine(),
                    Clock.systemUTC(),
                    new Random(2)),
            new PathMonitor(1, Clock.systemUTC(), state -> {}),
            PathSizes.fixed(0),
            List.of(),
            snapshot -> {});

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void keepsABoundedNumberOfHandshakes() throws InterruptedException {
        Context loop = vertx.getOrCreateContext();
        mailbox.attach(loop, control);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        loop.runOnContext(ignored -> {
            busy.countDown();
            awaitQuietly(go);
        });
        busy.await();
        for (int i = 0; i < LIMIT; i++) {
            assertThat(worker.onHandshakeFrame(new byte[148], STRANGER)).isTrue();
        }
        assertThat(worker.onHandshakeFrame(new byte[148], STRANGER)).isFalse();
        assertThat(mailbox.ofWorker(1).onHandshakeFrame(new byte[148], STRANGER))
                .as("each worker has its own share")
                .isTrue();
        go.countDown();
        settle(loop);
        assertThat(worker.onHandshakeFrame(new byte[148], STRANGER)).isTrue();
        settle(loop);
        assertThat(control.handshakeDrops()).containsEntry(HandshakeDrop.MALFORMED, LIMIT + 2L);
    }

    /** However much that is, it must not count against what comes later. */
    @Test
    void refusesWhatComesBeforeTheLoopRuns() throws InterruptedException {
        for (int i = 0; i < 2 * LIMIT; i++) {
            assertThat(worker.onHandshakeFrame(new byte[148], STRANGER)).isFalse();
        }
        Context loop = vertx.getOrCreateContext();
        mailbox.attach(loop, control);
        assertThat(worker.onHandshakeFrame(new byte[148], STRANGER)).isTrue();
        settle(loop);
        assertThat(control.handshakeDrops()).containsEntry(HandshakeDrop.MALFORMED, 1L);
    }

    private static void settle(Context loop) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.runOnContext(ignored -> done.countDown());
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
