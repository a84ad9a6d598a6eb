// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.health.PathListener;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.net.EventLoopWatch;
import dev.hanse.tunnel.path.WorkerPath;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.route.KernelUnderlay;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's tunnel endpoint: carries pod packets between this host's TUN device and the endpoints of its peers. Makes itself anew where somebody else deletes the device. Thread-safe.
 */
public final class TunnelEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TunnelEndpoint.class);

    /** Between two attempts to make everything anew: whoever deletes the device again and again is not raced with. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** What peers that do not answer may cost. */
    private static final Duration LEAVE = Duration.ofMillis(250);

    /** From a peer's answer until its workers know what they have to avoid. */
    private static final Duration LINGER = Duration.ofMillis(50);

    private final TunnelConfig config;
    private final Function<StaticKey, EndpointAssembly> assembly;
    private final PathListener listener;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong changes = new AtomicLong();

    /** Held while parts are built or closed, which takes its time; whoever holds it may take this object's monitor, not the reverse. */
    private final Object building = new Object();

    private boolean standing = true;
    private volatile List<PathState> away = List.of();
    private volatile boolean leaving;
    private volatile StaticKey key;
    private volatile EndpointAssembly.Parts parts;

    private Set<InetSocketAddress> controlPlane = Set.of();

    /** Null until somebody has said which: what a process of before has left for them is not to be taken away. */
    private @Nullable List<PeerConfig> peers;

    private TunnelEndpoint(
            Vertx vertx,
            TunnelConfig config,
            List<IpPrefix> localPrefixes,
            StaticKey key,
            PathListener listener,
            EndpointHost host) {
        this.config = config;
        this.key = key;
        this.listener = listener;
        this.assembly = present ->
                new EndpointAssembly(vertx, config, localPrefixes, present, host, this::onDeviceGone, changes, known());
        this.parts = assembly.apply(key).build(listener);
    }

    /**
     * Makes the TUN device, binds the UDP ports and begins to serve. Has no peers until {@link #apply}. Blocks until everything runs;
     * not to be called on an event loop.
     *
     * @param vertx runs the control verticle; data workers have event loops of their own
     * @param localPrefixes pod prefixes of this cluster: what peers may send to
     * @param listener hears of every path that goes up or down
     * @throws IllegalArgumentException if no endpoint can run with this configuration
     * @throws TunnelException if something the endpoint needs is missing; nothing is left behind
     */
    public static TunnelEndpoint start(
            Vertx vertx, TunnelConfig config, List<IpPrefix> localPrefixes, StaticKey key, PathListener listener) {
        return start(vertx, config, localPrefixes, key, listener, EndpointHost.system());
    }

    /**
     * Looks whether this host loads the native code that an endpoint needs. Starts nothing.
     *
     * @throws TunnelException if it does not; the message says what to do
     */
    public static void check() {
        if (!EventLoopWatch.available()) {
            throw new TunnelException(
                    "tunnel: Netty's native epoll transport cannot be loaded: " + EventLoopWatch.unavailability()
                            + " (expected: Linux on x86_64 or aarch64, and the distribution's lib/native for it on a file"
                            + " system that is not mounted noexec)",
                    EventLoopWatch.unavailabilityCause());
        }
    }

    static TunnelEndpoint start(
            Vertx vertx,
            TunnelConfig config,
            List<IpPrefix> localPrefixes,
            StaticKey key,
            PathListener listener,
            EndpointHost host) {
        config.requireStartable();
        check();
        TunnelEndpoint endpoint = new TunnelEndpoint(vertx, config, localPrefixes, key, listener, host);
        endpoint.tellUp();
        return endpoint;
    }

    private void tellUp() {
        LOG.info(
                "tunnel up: device {}, udp {}, {} worker(s), inner MTU {}, ciphers {} by {}, {} edge",
                config.device(),
                config.listen(),
                config.workers(),
                parts.mtu(),
                config.ciphers(),
                parts.engine().name(),
                parts.edge());
    }

    /** Somebody else has deleted the device, and the workers' queues with it. Returns at once. */
    private void onDeviceGone() {
        Thread.ofPlatform().name("tunnel-again").daemon().start(() -> {
            while (!isMadeAnew()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
    }

    /** Peers take the new sessions for those of a gateway that was restarted. */
    private boolean isMadeAnew() {
        synchronized (building) {
            if (closed.get() || leaving) {
                return true;
            }
            closeParts();
            try {
                StaticKey used = key;
                replace(assembly.apply(used).build(listener), used);
            } catch (RuntimeException e) {
                LOG.error(
                        "the tunnel's device was deleted, and cannot be made anew: {} (tried again every {} s)",
                        e.getMessage(),
                        PAUSE.toSeconds());
                onAway();
                return false;
            }
        }
        tellUp();
        return true;
    }

    private synchronized void replace(EndpointAssembly.Parts fresh, StaticKey used) {
        parts = fresh;
        standing = true;
        away = List.of();
        if (used != key) {
            fresh.control().rekey(key.privateKey());
        }
        fresh.control().controlPlane(controlPlane);
        if (peers != null) {
            fresh.control().apply(peers);
        }
    }

    private synchronized Set<InetSocketAddress> known() {
        return controlPlane;
    }

    /** Nothing is carried: what was known of the paths is true no more. */
    private void onAway() {
        if (away.isEmpty()) {
            away = parts.control().report().paths().stream()
                    .map(path -> new PathState(
                            path.peer(), false, path.roundTrip(), Instant.now(), changes.incrementAndGet()))
                    .toList();
            away.forEach(listener::onPath);
        }
    }

    /** Sets the complete desired set of peers; those that are missing lose their sessions and routes. Returns at once. */
    public synchronized void apply(List<PeerConfig> desired) {
        List<PeerConfig> complete = List.copyOf(desired);
        peers = complete;
        parts.control().apply(complete);
    }

    /** The control plane is reached at these addresses: what is exchanged with it never enters the tunnel, whatever prefixes peers have. Returns at once. */
    public synchronized void controlPlane(Set<InetSocketAddress> addresses) {
        controlPlane = Set.copyOf(addresses);
        parts.control().controlPlane(controlPlane);
    }

    /** Whether this host can keep what an endpoint sends out of its own tunnel, so that peers and the control plane may have addresses in pod prefixes. Asks the kernel. */
    public static boolean keepsApart() {
        return KernelUnderlay.isSupported();
    }

    /**
     * Takes another static key: every session ends and is opened anew, with peers that know the key. The device, its
     * routes and what waits there stay. Returns at once; the key of before is erased.
     */
    public synchronized void rekey(StaticKey fresh) {
        key = fresh;
        parts.control().rekey(fresh.privateKey());
    }

    /** The path to every peer, in no order; may be a quarter of a second old. Cheap, unlike {@link #status}, which asks the kernel too. */
    public List<PathState> paths() {
        List<PathState> down = away;
        return down.isEmpty() ? parts.control().report().paths() : down;
    }

    /** What the endpoint does at this moment; sessions and paths may be a quarter of a second old. */
    public TunnelStatus status() {
        EndpointAssembly.Parts parts = this.parts;
        List<WorkerPath> workers = parts.workers().stream()
                .map(DataWorker::path)
                .filter(Objects::nonNull)
                .toList();
        ControlVerticle.Report known = parts.control().report();
        StatusReport report = new StatusReport(
                known, parts.published().get(), workers, parts.device().lost());
        return new TunnelStatus(
                config.device(),
                config.listen(),
                parts.workers().stream().map(DataWorker::status).toList(),
                parts.mtu(),
                config.ciphers().stream()
                        .map(suite -> suite + " by " + parts.engine().name())
                        .toList(),
                parts.edge(),
                new QueueStatus(config.tunQueueLength(), parts.tunQueueLength(), config.socketBufferOctets()),
                report.peers(),
                report.drops(),
                known.handshakeDrops(),
                parts.control().underlayTrouble());
    }

    /** What peers must know. */
    public TunnelPublicKey publicKey() {
        return key.publicKey();
    }

    /** Has the flows of peers take other gateways of this cluster, where there are any, for as long as it is {@code drained}; carries what comes all the same. Any thread; returns at once. */
    public void drain(boolean drained) {
        if (!closed.get()) {
            parts.control().drain(drained);
        }
    }

    /**
     * Has the flows of peers take other gateways of this cluster, where there are any, before {@link #close}: says to all that it stops, and waits until those that can be reached have heard it and
     * what they had sent before has come. Half a second at most, however long the ways are. Not to be called on an event loop.
     */
    public void leave() {
        leaving = true;
        ControlVerticle control = parts.control();
        if (closed.get() || control.report().paths().stream().noneMatch(PathState::up)) {
            return;
        }
        control.leave()
                .completeOnTimeout(null, LEAVE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        Duration underWay = control.report().paths().stream()
                .filter(PathState::up)
                .map(PathState::roundTrip)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)
                .plus(LINGER);
        LockSupport.parkNanos(Math.min(underWay.toNanos(), LEAVE.toNanos()));
    }

    /** Ends all sessions, removes device and routes; waits until that is done. Idempotent. Not to be called on an event loop. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            synchronized (building) {
                closeParts();
            }
            LOG.info("tunnel down: device {}", config.device());
        }
    }

    /** Once only: numbers of descriptors are given to others afterwards. */
    private void closeParts() {
        if (standing) {
            standing = false;
            EndpointAssembly.closeAll(parts.built());
        }
    }
}
