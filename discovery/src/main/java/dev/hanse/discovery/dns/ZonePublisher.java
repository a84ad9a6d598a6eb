// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.discovery.model.ClusterAddresses;
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
 * At most one view waits: a newer one takes its place. One that takes long, as where a service has tens of thousands of
 * endpoints, is followed by a rest, so that whoever changes such a service all the time does not keep a processor and the
 * garbage collector busy.
 */
final class ZonePublisher implements Supplier<@Nullable Zone>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZonePublisher.class);

    /** What takes no longer needs no rest after it. */
    private static final Duration SHORT = Duration.ofMillis(20);

    /** By how many times longer a rest is than what it follows. */
    private static final int RESTS = 9;

    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final ZoneCompiler compiler;
    private final AtomicReference<@Nullable Request> waiting = new AtomicReference<>();
    private final Thread thread;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile @Nullable Zone zone;
    private volatile boolean closed;

    private record Request(View view, Set<ClusterId> unreachable, ClusterAddresses addresses) {}

    ZonePublisher(ZoneCompiler compiler) {
        this.compiler = compiler;
        this.thread = Thread.ofPlatform().daemon().name("dns-zone").start(this::run);
    }

    void publish(View view, Set<ClusterId> unreachable, ClusterAddresses addresses) {
        waiting.set(new Request(view, Set.copyOf(unreachable), addresses));
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
                long begun = System.nanoTime();
                compile(request);
                rest(restAfter(Duration.ofNanos(System.nanoTime() - begun)));
            }
        }
    }

    static Duration restAfter(Duration taken) {
        if (taken.compareTo(SHORT) <= 0) {
            return Duration.ZERO;
        }
        Duration rest = taken.multipliedBy(RESTS);
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    /** Newer views wait meanwhile, and only the newest of them is compiled. */
    private void rest(Duration rest) {
        long end = System.nanoTime() + rest.toNanos();
        for (long left = rest.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** A view that cannot be compiled is a defect of ours: the zone before goes on being answered. */
    private void compile(Request request) {
        try {
            zone = compiler.compile(request.view, request.unreachable, request.addresses);
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
