// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.Followed;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Decides, with the other gateways of the cluster, which one writes. Watches the Lease, and asks for nothing else but its renewals. What is public is for any thread.
 */
public final class WriterLease implements AutoCloseable {

    /** The Lease's name. */
    public static final String NAME = "hanse-writer";

    private static final Logger LOG = LoggerFactory.getLogger(WriterLease.class);
    private static final Duration LEAST_RETRY = Duration.ofMillis(250);
    private static final Duration MOST_RETRY = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final ObjectName name;
    private final String self;
    private final ApiWrites leases;
    private final BooleanSupplier fresh;
    private final BooleanSupplier viewed;
    private final Runnable held;
    private final InstantSource clock;
    private final Logger log;
    private final LeaseRules rules;
    private final LeaseBody body;
    private final Backoff retries;
    private final Thread thread;
    private Instant since = Instant.EPOCH;
    private boolean news;
    private Scope announced = Scope.NOTHING;
    private String trouble = "";

    /** What this gateway may write. */
    private enum Scope {
        NOTHING,
        OWN_ENDPOINTS,
        ALL
    }

    /**
     * A gateway that does not ask for it yet.
     *
     * @param namespace where the Lease is
     * @param self who asks: the gateway's name
     * @param random spreads attempts after failures; used by several threads
     * @param fresh whether this gateway knows what is to be written
     * @param viewed whether it knows at least what its own cluster exports, and has had a view
     * @param held is run each time this gateway becomes the one that writes, or may write more or less than before; must not block
     */
    public WriterLease(
            ApiServer server,
            String namespace,
            String self,
            RandomGenerator random,
            BooleanSupplier fresh,
            BooleanSupplier viewed,
            Runnable held) {
        this(server, namespace, self, random, fresh, viewed, held, InstantSource.system(), LOG);
    }

    /**
     * @param clock beside the monotonic one
     * @param log hears what changes
     */
    WriterLease(
            ApiServer server,
            String namespace,
            String self,
            RandomGenerator random,
            BooleanSupplier fresh,
            BooleanSupplier viewed,
            Runnable held,
            InstantSource clock,
            Logger log) {
        this.clock = clock;
        this.log = log;
        this.name = new ObjectName(namespace, NAME);
        this.self = self;
        this.leases = new ApiWrites(server, "leases.coordination.k8s.io", "/apis/coordination.k8s.io/v1", "leases");
        this.fresh = fresh;
        this.viewed = viewed;
        this.held = held;
        this.rules = new LeaseRules(self);
        this.body = new LeaseBody(name, self);
        this.retries = new Backoff(TimeUnit.MILLISECONDS, LEAST_RETRY, LEAST_RETRY.multipliedBy(2), MOST_RETRY, random);
        this.thread = Thread.ofVirtual().name("hanse-kubernetes-lease").unstarted(this::run);
    }

    /** Begins; the Lease is to be followed, or nothing is ever known of it. */
    public void start() {
        thread.start();
    }

    /** The Lease, to be followed. */
    public Followed<?> followed() {
        return new FollowedLease(name, this::onSeen, this::onTrouble);
    }

    private synchronized void onSeen(Optional<JsonNode> lease) {
        rules.onSeen(
                lease.map(object -> SeenLease.of(object, System.nanoTime())).orElse(null));
        news = true;
        notifyAll();
    }

    private synchronized void onTrouble(String reason) {
        trouble = reason;
    }

    /** What {@code fresh} depends on may have changed. */
    public synchronized void onFresh() {
        news = true;
        notifyAll();
    }

    /** Whether a request that changes something may be sent at this moment; to be asked before each of them. */
    public synchronized boolean mayWrite() {
        return rules.mayWrite(System.nanoTime(), clock.instant());
    }

    /** Whether nothing but this cluster's own endpoints may be written: nobody who could write hears the control plane. */
    public synchronized boolean isAlone() {
        return rules.isAlone();
    }

    /** Who writes; empty: nobody, or it is not known. */
    public synchronized String holder() {
        return rules.holder();
    }

    /** Why the Lease cannot be read or written; empty: it can. */
    public synchronized String trouble() {
        return trouble;
    }

    private void run() {
        try {
            while (true) {
                await(move(next(fresh.getAsBoolean(), viewed.getAsBoolean())));
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private synchronized LeaseMove next(boolean isFresh, boolean isViewed) {
        news = false;
        if (announced != Scope.NOTHING && scope() == Scope.NOTHING) {
            log.warn("kubernetes: this gateway does not write any more; the Lease {} {}", name, holderText());
            announced = Scope.NOTHING;
        }
        return rules.next(isFresh, isViewed, System.nanoTime());
    }

    private synchronized Scope scope() {
        if (!mayWrite()) {
            return Scope.NOTHING;
        }
        return isAlone() ? Scope.OWN_ENDPOINTS : Scope.ALL;
    }

    private String holderText() {
        String holder = rules.holder();
        if (holder.equals(self)) {
            return "was not renewed in time";
        }
        return holder.isEmpty() ? "is nobody's" : "is that of " + holder;
    }

    private synchronized void await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); !news && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Returns how long there is nothing to do. */
    private Duration move(LeaseMove move) throws InterruptedException {
        long sent = System.nanoTime();
        Instant now = clock.instant();
        return switch (move) {
            case LeaseMove.Wait(Duration longest) -> longest;
            case LeaseMove.Create(boolean alone) -> {
                since = now;
                yield held(leases.create(name.namespace(), body.created(alone, now)), sent, now);
            }
            case LeaseMove.Take(SeenLease from, boolean alone) -> {
                since = now;
                yield held(leases.update(name, body.held(from, alone, now, now)), sent, now);
            }
            case LeaseMove.Renew(SeenLease from, boolean alone) -> {
                since = since.equals(Instant.EPOCH) ? now : since;
                yield held(leases.update(name, body.held(from, alone, since, now)), sent, now);
            }
            case LeaseMove.Release(SeenLease from, LeaseMove.Why why) -> {
                log.info("kubernetes: {}; another gateway may write", why);
                yield released(leases.update(name, body.released(from, now)));
            }
        };
    }

    private Duration held(Outcome outcome, long sentNanos, Instant sentWall) {
        if (!(outcome instanceof Outcome.Done(JsonNode lease))) {
            return failed(outcome);
        }
        Scope before;
        Scope now;
        boolean lapsed;
        synchronized (this) {
            lapsed = !mayWrite();
            rules.onHeld(SeenLease.of(lease, System.nanoTime()), sentNanos, sentWall);
            trouble = "";
            retries.reset();
            // Not by what was known before the answer: the watch may have been faster.
            before = announced;
            now = scope();
            // An answer that came too late changes nothing: that writing has ended is told with the next move.
            announced = now == Scope.NOTHING ? before : now;
        }
        if (now == Scope.NOTHING) {
            return Duration.ZERO;
        }
        if (now != before) {
            log.info(
                    "kubernetes: this gateway writes{}, by the Lease {}",
                    now == Scope.ALL ? "" : " this cluster's own endpoints only, the control plane is away",
                    name);
        }
        // Work was left undone while a slow answer was awaited and the time was over.
        if (lapsed || now != before) {
            held.run();
        }
        return Duration.ZERO;
    }

    private Duration released(Outcome outcome) {
        if (outcome instanceof Outcome.Done(JsonNode lease)) {
            onSeen(Optional.of(lease));
            return Duration.ZERO;
        }
        return failed(outcome);
    }

    /** Another gateway was faster, or the server is away. */
    private Duration failed(Outcome outcome) {
        synchronized (this) {
            boolean race = outcome instanceof Outcome.Conflict || outcome instanceof Outcome.AlreadyExists;
            String told = race ? "" : outcome.message();
            if (!told.isEmpty() && !told.equals(trouble)) {
                log.warn("kubernetes: the Lease {} cannot be written: {}", name, told);
            }
            trouble = told;
            news = false;
        }
        return retries.next();
    }

    /** Ends, and lets another gateway have the Lease at once. Nothing may be written any more by those who asked {@link #mayWrite}. */
    @Override
    public void close() {
        thread.interrupt();
        Thread release = Thread.ofVirtual().name("hanse-kubernetes-release").unstarted(this::release);
        try {
            thread.join(CLOSE_LIMIT);
            release.start();
            release.join(CLOSE_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        release.interrupt();
    }

    private void release() {
        LeaseMove move;
        synchronized (this) {
            move = rules.release(System.nanoTime(), clock.instant());
        }
        try {
            if (move instanceof LeaseMove.Release(SeenLease from, LeaseMove.Why _)) {
                leases.update(name, body.released(from, clock.instant()));
            }
        } catch (InterruptedException _) {
            // Others wait until it has run out.
        }
    }
}
