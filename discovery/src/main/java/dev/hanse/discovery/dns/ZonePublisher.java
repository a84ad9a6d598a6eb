// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes views from any thread, has them compiled on a thread of its own and hands the newest zone to whoever answers.
 * At most one view waits: a newer one takes
 * its place.
 */
final class ZonePublisher implements Supplier<@Nullable Zone>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZonePublisher.class);

    private final ZoneCompiler compiler;
    private final AtomicReference<@Nullable Request> waiting = new AtomicReference<>();
    private final Thread thread;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile @Nullable Zone zone;
    private volatile boolean closed;

    private record Request(View view, Set<ClusterId> unreachable) {}

    ZonePublisher(ZoneCompiler compiler) {
        this.compiler = compiler;
        this.thread = Thread.ofPlatform().daemon().name("dns-zone").start(this::run);
    }

    void publish(View view, Set<ClusterId> unreachable) {
        waiting.set(new Request(view, Set.copyOf(unreachable)));
        LockSupport.unpark(thread);
    }

    /** Waits until there is a zone. */
    void awaitZone(Duration longest) throws InterruptedException {
        if (!first.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn(
                    "no view could be made a zone in {} s; until there is one, questions are answered SERVFAIL",
                    longest.toSeconds());
        }
    }

    @Override
    public @Nullable Zone get() {
        return zone;
    }

    /** The numbers by which answerers count. */
    Map<Origin, Integer> origins() {
        return compiler.origins();
    }

    private void run() {
        while (!closed) {
            Request request = waiting.getAndSet(null);
            if (request == null) {
                LockSupport.park(this);
            } else {
                compile(request);
            }
        }
    }

    /** A view that cannot be compiled is a defect of ours: the zone before goes on being answered. */
    private void compile(Request request) {
        try {
            zone = compiler.compile(request.view, request.unreachable);
            first.countDown();
        } catch (RuntimeException e) {
            LOG.error("view {} could not be made a zone; the one before is kept", request.view.version(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
