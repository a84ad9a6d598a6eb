// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.WriterStatus;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulRequests;
import dev.hanse.discovery.consul.ConsulTimings;
import dev.hanse.discovery.consul.QueryLoop;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.View;
import dev.hanse.net.time.Backoff;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what other clusters export into the local Consul: for each import a service, on a node of the cluster's own that no agent has. Only the gateway that holds the lock writes; all follow what is
 * there. Nothing waits for this. What is public is for any thread.
 */
public final class ConsulImportWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsulImportWriter.class);

    /** So often it looks whether it may write and whether a service has waited for long enough. */
    private static final long LOOK_MILLIS = 500;

    private static final Duration EACH = Duration.ofSeconds(5);

    /** An answer is not held back, and an agent that gives none is given up after some ten seconds. */
    private static final Duration NO_HOLD = Duration.ofSeconds(1);

    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final String WRITING = "services cannot be written";
    private static final String NODE = "the node of the imports";

    private final ConsulRequests.Factory<ConsulRequests> following;
    private final WriteConnection connection;
    private final String node;
    private final String key;
    private final ImportNames names;
    private final BooleanSupplier fresh;
    private final RandomGenerator random;
    private final SeenCatalog seen = new SeenCatalog();
    private final AtomicLong requests = new AtomicLong();
    private final Transactions transactions;
    private final ServiceDelays delays;
    private final WriterLock lock;
    private final ImportPass pass;
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable Scene scene;
    private volatile List<RefusedImport> unwritten = List.of();
    private volatile List<String> leftOut = List.of();
    private @Nullable Scene passedOf;
    private long passedVersion;
    private String passedSession = "";
    private long passedAt;
    private @Nullable Scene computedOf;
    private ImportServices computed = new ImportServices(new TreeMap<>(), List.of(), List.of());

    /** What is to be there at one moment. */
    private record Scene(View view, Set<ClusterId> unreachable) {}

    /**
     * A writer that has not begun.
     *
     * @param vertx carries the connections; stays open
     * @param cluster whose Consul it is
     * @param self the gateway's name, unique in its cluster
     * @param fresh whether the view that was published last is what the control plane says now
     * @param random spreads attempts after failures; used by several threads
     * @throws IllegalArgumentException if the address names more than an agent
     */
    public ConsulImportWriter(
            Vertx vertx,
            ConsulConfig config,
            ClusterId cluster,
            String self,
            BooleanSupplier fresh,
            RandomGenerator random) {
        this(
                ConsulRequests.factory(vertx, config, ConsulTimings.STANDARD.hold()),
                ConsulRequests.factory(vertx, config, NO_HOLD),
                config.importPrefix(),
                cluster,
                self,
                fresh,
                random);
    }

    /** Over these connections. */
    ConsulImportWriter(
            ConsulRequests.Factory<ConsulRequests> following,
            ConsulRequests.Factory<ConsulRequests> writing,
            String prefix,
            ClusterId cluster,
            String self,
            BooleanSupplier fresh,
            RandomGenerator random) {
        this.following = following;
        this.connection = new WriteConnection(writing, System::nanoTime);
        this.node = "hanse-" + cluster;
        this.key = "hanse/" + cluster + "/writer";
        this.names = new ImportNames(prefix);
        this.fresh = fresh;
        this.random = random;
        this.transactions = new Transactions(node, key);
        this.delays = new ServiceDelays(System::nanoTime, random);
        this.lock = new WriterLock(node, key, self, System::nanoTime);
        this.pass = new ImportPass(lock, transactions, delays, new NameUse(node, System::nanoTime), requests);
    }

    /** Begins to follow what is there, and to ask for the lock. */
    public synchronized void start() {
        follow("the node of the imports cannot be read", "/v1/catalog/node/" + node, SeenBody::node, seen::onNode);
        follow("the checks of the imports cannot be read", "/v1/health/node/" + node, SeenBody::health, seen::onHealth);
        follow("the names of all services cannot be read", "/v1/catalog/services", SeenBody::names, seen::onNames);
        follow("the lock of the writer cannot be read", "/v1/kv/" + key, SeenBody::lock, seen::onLock);
        threads.addFirst(Thread.ofVirtual().name("hanse-consul-imports").start(this::run));
    }

    private <T> void follow(String what, String path, Function<Optional<Buffer>, T> reading, Consumer<T> sink) {
        QueryLoop<ConsulRequests, Optional<Buffer>> loop = new QueryLoop<>(
                following,
                (asked, index) -> asked.read(path, index),
                new Follower<>(what, reading, sink, seen),
                ConsulTimings.STANDARD,
                random);
        threads.add(Thread.ofVirtual().name("hanse-consul-imports-follow").start(loop));
    }

    /**
     * Makes this what is to be there.
     *
     * @param unreachable clusters whose endpoints are not passing, unless a service has no others
     */
    public void publish(View view, Set<ClusterId> unreachable) {
        scene = new Scene(view, Set.copyOf(unreachable));
        seen.wake();
    }

    private void run() {
        Backoff backoff = ConsulTimings.STANDARD.backoff(random);
        try {
            while (true) {
                seen.await(LOOK_MILLIS);
                if (!turnSafely()) {
                    Thread.sleep(backoff.next());
                } else {
                    backoff.reset();
                }
            }
        } catch (InterruptedException _) {
            // Closed.
        } finally {
            connection.close();
        }
    }

    /** Returns whether it went well. */
    private boolean turnSafely() throws InterruptedException {
        try {
            turn();
            seen.onSuccess(WRITING);
            return true;
        } catch (ConsulException e) {
            seen.onTrouble(WRITING, e);
        } catch (RuntimeException e) {
            LOG.error("consul: imports: a fault of this program; please report it", e);
        }
        connection.close();
        return false;
    }

    private void turn() throws ConsulException, InterruptedException {
        Optional<SeenState> known = seen.state();
        if (known.isEmpty()) {
            return;
        }
        boolean isFresh = fresh.getAsBoolean();
        // Only after that: an older one than what was found fresh must not be written.
        Scene now = scene;
        if (now == null) {
            return;
        }
        SeenState state = known.get();
        boolean mayTake = isFresh && isNodeOurs(state.node());
        if (!mayTake && !lock.isHeld()) {
            return;
        }
        if (lock.turn(connection.get(), state.lock(), mayTake) && isDue(now, state)) {
            pass(now, state);
        }
    }

    /** One that ends early, for whatever reason, is gone on with in the next turn. */
    private void pass(Scene now, SeenState state) throws ConsulException, InterruptedException {
        passedOf = null;
        if (pass.run(connection.get(), services(now), state, () -> fresh.getAsBoolean() && scene == now)) {
            passedOf = now;
        }
    }

    /** Nothing has to be compared while nothing has changed and nothing waits; now and then it is all the same. */
    private boolean isDue(Scene now, SeenState state) {
        boolean news = now != passedOf
                || state.version() != passedVersion
                || !lock.session().equals(passedSession);
        boolean due = news || delays.isAnyWaiting() || System.nanoTime() - passedAt > EACH.toNanos();
        if (due) {
            passedVersion = state.version();
            passedSession = lock.session();
            passedAt = System.nanoTime();
        }
        return due;
    }

    /** Made where there is none; the lock, whose session is on it, is for later then. */
    private boolean isNodeOurs(SeenNode there) throws ConsulException, InterruptedException {
        Outcome outcome = there.exists() ? new Outcome.Done() : transactions.makeNode(connection.get());
        if (outcome instanceof Outcome.Refused(String why)) {
            seen.onTrouble(NODE, node + " cannot be made: " + why);
        } else if (there.exists() && !there.ours()) {
            seen.onTrouble(NODE, node + " is there and is not Hanse's, so nothing is written; remove it");
        } else {
            seen.onSuccess(NODE);
        }
        return there.exists() && there.ours();
    }

    private ImportServices services(Scene now) {
        if (now != computedOf) {
            computed = ImportServices.of(now.view, now.unreachable, names);
            computedOf = now;
            leftOut = computed.leftOut();
            unwritten = computed.refused();
        }
        return computed;
    }

    /** Where it stands. */
    public WriterStatus status() {
        List<String> refused = new ArrayList<>(delays.told());
        refused.addAll(leftOut);
        return new WriterStatus(lock.isHeld(), seen.holder(), requests.get(), seen.troubles(), List.of(), refused);
    }

    /** What of the imports is not written; none where another gateway writes. */
    public List<RefusedImport> refusedImports() {
        Scene now = scene;
        if (now == null || !lock.isHeld()) {
            return List.of();
        }
        List<RefusedImport> all = new ArrayList<>(unwritten);
        for (ServiceName service : now.view.imports().keySet()) {
            String told = delays.told(names.of(service));
            if (!told.isEmpty()) {
                all.add(new RefusedImport(service, told));
            }
        }
        return all;
    }

    /** Ends writing, then lets another gateway have the lock. Within two seconds, and where writing does not end in time the lock ends by itself; what was written stays. */
    @Override
    public synchronized void close() {
        long end = System.nanoTime() + CLOSE.toNanos();
        threads.forEach(Thread::interrupt);
        try {
            if (!threads.isEmpty() && isEnded(threads.getFirst(), end)) {
                Thread release =
                        Thread.ofVirtual().name("hanse-consul-imports-release").start(this::release);
                isEnded(release, end);
                release.interrupt();
            }
            for (Thread each : threads) {
                isEnded(each, end);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isEnded(Thread thread, long end) throws InterruptedException {
        return thread.join(Duration.ofNanos(end - System.nanoTime()));
    }

    /** Once the writer has ended, whose connection and lock they are. */
    private void release() {
        try {
            connection.close();
            lock.release(connection.get());
        } catch (ConsulException e) {
            LOG.warn("consul: imports: the lock ends by itself within 20 s: {}", e.reason());
        } catch (InterruptedException _) {
            // Consul is away; the lock ends by itself.
        } finally {
            connection.close();
        }
    }
}
