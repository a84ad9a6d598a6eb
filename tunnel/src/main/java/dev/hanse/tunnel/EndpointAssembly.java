// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.CpuAffinity;
import dev.hanse.tunnel.control.EndpointControl;
import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.CipherWarmup;
import dev.hanse.tunnel.crypto.EngineSelection;
import dev.hanse.tunnel.health.PathListener;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.health.PathSizes;
import dev.hanse.tunnel.net.LinuxDatagramPort;
import dev.hanse.tunnel.path.ControlPort;
import dev.hanse.tunnel.path.InnerMtu;
import dev.hanse.tunnel.path.PathSnapshot;
import dev.hanse.tunnel.path.WorkerPath;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.route.DeviceGuard;
import dev.hanse.tunnel.route.DeviceRoutes;
import dev.hanse.tunnel.route.DeviceState;
import dev.hanse.tunnel.route.HostInterfaces;
import dev.hanse.tunnel.route.HostSettings;
import dev.hanse.tunnel.route.UnderlayGuard;
import dev.hanse.tunnel.session.SessionControl;
import dev.hanse.tunnel.session.SessionSettings;
import dev.hanse.tunnel.tun.TunDevice;
import dev.hanse.tunnel.tun.TunQueue;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a running endpoint, part by part; what was built can be closed in reverse order at any point.
 *
 * <p>The workers get a Vert.x instance of their own: its event loops, as many as there are workers, are shared with nobody, whatever the
 * caller deploys on his, and use the epoll transport, whatever his uses.
 */
final class EndpointAssembly {

    private static final long STEP_SECONDS = 60;
    private static final long WARM_UP_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(EndpointAssembly.class);

    private final Vertx vertx;
    private final TunnelConfig config;
    private final List<IpPrefix> localPrefixes;
    private final StaticKey key;
    private final EndpointHost host;
    private final Runnable deviceGone;
    private final AtomicLong changes;
    private final Set<InetSocketAddress> controlPlane;
    private final SecureRandom random = new SecureRandom();
    private final List<AutoCloseable> built = new ArrayList<>();
    private final AtomicReference<PathSnapshot> published = new AtomicReference<>();
    private final KernelReport report = new KernelReport();
    private final ControlMailbox mailbox = new ControlMailbox(System::nanoTime);

    /**
     * @param deviceGone is told when somebody else has deleted the device; must not block
     * @param changes the last number of a change of a path, see {@link PathMonitor}
     * @param controlPlane where it is reached, as far as that is known yet
     */
    EndpointAssembly(
            Vertx vertx,
            TunnelConfig config,
            List<IpPrefix> localPrefixes,
            StaticKey key,
            EndpointHost host,
            Runnable deviceGone,
            AtomicLong changes,
            Set<InetSocketAddress> controlPlane) {
        this.vertx = vertx;
        this.config = config;
        this.localPrefixes = List.copyOf(localPrefixes);
        this.key = key;
        this.host = host;
        this.deviceGone = deviceGone;
        this.changes = changes;
        this.controlPlane = Set.copyOf(controlPlane);
    }

    /** Everything that a running endpoint consists of. */
    record Parts(
            List<AutoCloseable> built,
            ControlVerticle control,
            List<DataWorker> workers,
            AtomicReference<PathSnapshot> published,
            TunDevice device,
            CipherEngine engine,
            TunnelConfig.Edge edge,
            int mtu,
            int tunQueueLength) {}

    /** Builds all; on failure closes what there was. */
    Parts build(PathListener listener) {
        try {
            return start(listener);
        } catch (Exception e) {
            closeAll(built);
            throw new TunnelException("tunnel: " + message(e), e);
        }
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private Parts start(PathListener listener) throws Exception {
        CpuAffinity.require(config.cpus());
        int mtu = config.mtu().orElseGet(this::innerMtu);
        TunDevice device = host.devices().open(config.device(), config.workers());
        built.add(device);
        UnderlayGuard underlay = underlay(device.name());
        DeviceRoutes routes = bringUp(device, mtu);
        DeviceState state = host.states().of(device.name());
        DeviceGuard guard = new DeviceGuard(routes, state, deviceGone);
        built.add(guard);
        adopt(routes, state);
        int tunQueueLength = tunQueueLength(device);
        // After what fails at once where a permission is missing.
        CipherEngine engine = new EngineSelection(System::nanoTime).choose(config.engine(), config.ciphers());
        Vertx loops = workerLoops();
        PortChoice ports = new PortChoice(config, LinuxDatagramPort::available, report);
        List<DataWorker> workers = workers(device, ports, loops, mtu);
        PathSizes sizes = sizes(ports.edge(), mtu);
        PathListener sized = path -> listener.onPath(path.withMtu(sizes.settled(path.peer())));
        EndpointControl control = new EndpointControl(
                sessions(engine),
                new PathMonitor(config.workers(), Clock.systemUTC(), sized, changes),
                sizes,
                workers,
                published::set);
        published.set(control.snapshot());
        ControlVerticle verticle =
                new ControlVerticle(control, mailbox, new HostGuards(routes, guard, underlay), System::nanoTime);
        deploy(loops, workers, verticle);
        warmUp(engine);
        return new Parts(
                List.copyOf(built), verticle, workers, published, device, engine, ports.edge(), mtu, tunQueueLength);
    }

    /** Before the device leads anywhere, for what a process of before has left already. */
    private UnderlayGuard underlay(String device) throws IOException {
        UnderlayGuard underlay = new UnderlayGuard(
                host.underlays().open(), device, config.listen().getPort(), config.workers(), System::nanoTime);
        built.add(underlay);
        underlay.controlPlane(controlPlane);
        return underlay;
    }

    /**
     * The preferred suite first, and when sessions have had their time: a start that waited for it would take half a second longer, and one
     * that did both at once a quarter.
     */
    private void warmUp(CipherEngine engine) {
        Executor later = CompletableFuture.delayedExecutor(
                WARM_UP_MILLIS,
                TimeUnit.MILLISECONDS,
                warmUp -> Thread.ofPlatform()
                        .name("tunnel-cipher-warmup")
                        .daemon()
                        .start(warmUp));
        later.execute(() -> new CipherWarmup(System::nanoTime).run(engine, config.ciphers()));
    }

    private Vertx workerLoops() {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(config.workers())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(withoutCache());
        Vertx loops =
                Vertx.builder().with(options).withTransport(Transport.EPOLL).build();
        built.add(() -> loops.close().await(STEP_SECONDS, TimeUnit.SECONDS));
        return loops;
    }

    /** Files of the class path are not served here, for which Vert.x would need a folder for temporary files. */
    private static FileSystemOptions withoutCache() {
        return new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    }

    private void deploy(Vertx loops, List<DataWorker> workers, ControlVerticle control) throws Exception {
        for (DataWorker worker : workers) {
            loops.deployVerticle(worker).await(STEP_SECONDS, TimeUnit.SECONDS);
        }
        String id = vertx.deployVerticle(control).await(STEP_SECONDS, TimeUnit.SECONDS);
        built.add(() -> vertx.undeploy(id).await(STEP_SECONDS, TimeUnit.SECONDS));
    }

    private int innerMtu() {
        int largest = new HostInterfaces().innerMtu(config.listen(), TunnelConfig.MIN_MTU, TunnelConfig.MAX_MTU);
        return InnerMtu.choose(TunnelConfig.MIN_MTU, largest);
    }

    /** Where somebody has said how long packets are, or datagrams cannot be sent whole, nothing is measured. */
    private PathSizes sizes(TunnelConfig.Edge edge, int mtu) {
        return config.mtu().isPresent() || edge == TunnelConfig.Edge.PORTABLE
                ? PathSizes.fixed(mtu)
                : PathSizes.measured(config.workers(), mtu, largest -> InnerMtu.choose(0, largest));
    }

    private DeviceRoutes bringUp(TunDevice device, int mtu) throws IOException {
        DeviceRoutes routes = new DeviceRoutes(
                host.ip(), device.name(), localPrefixes, new HostInterfaces()::addresses, System::nanoTime);
        report.device(device.offloads());
        routes.bringUp(mtu, config.tunQueueLength());
        boolean v6 = localPrefixes.stream().anyMatch(prefix -> prefix.address() instanceof Inet6Address);
        new HostSettings(host.kernelSettings()).prepare(device.name(), v6);
        return routes;
    }

    /** Where the kernel does not say what a process of before has left, the guard asks it again. */
    private static void adopt(DeviceRoutes routes, DeviceState state) {
        try {
            routes.adopt(state.unreachable());
        } catch (IOException e) {
            LOG.warn("unreachable routes of before cannot be read: {}", e.getMessage());
        }
    }

    private int tunQueueLength(TunDevice device) throws IOException {
        int granted = device.queueLength();
        if (granted < config.tunQueueLength()) {
            LOG.warn(
                    "device {}: {} packets may wait per queue (expected: tun-queue-length, {}); ask for less",
                    device.name(),
                    granted,
                    config.tunQueueLength());
        }
        return granted;
    }

    private SessionControl sessions(CipherEngine engine) {
        return new SessionControl(
                key.privateKey(),
                new SessionSettings(config.ciphers(), config.workers(), Optional.empty()),
                engine,
                Clock.systemUTC(),
                random);
    }

    private List<DataWorker> workers(TunDevice device, PortChoice ports, Vertx loops, int mtu) {
        PeerRoutes local = PeerRoutes.of(List.of(localPrefixes));
        List<DataWorker> workers = new ArrayList<>();
        for (int i = 0; i < config.workers(); i++) {
            int worker = i;
            TunQueue queue = device.queues().get(i);
            ControlPort mail = mailbox.ofWorker(i);
            workers.add(new DataWorker(
                    queue,
                    config.cpus().isEmpty()
                            ? OptionalInt.empty()
                            : OptionalInt.of(config.cpus().get(i)),
                    () -> ports.open(loops, worker),
                    (port, resume) -> new WorkerPath(
                            worker,
                            queue,
                            device.offloads(),
                            port,
                            local,
                            mtu,
                            published::get,
                            mail,
                            random.nextLong(),
                            System::nanoTime,
                            resume)));
        }
        return workers;
    }

    /** Closes in reverse order; one failure does not keep the others open. */
    static void closeAll(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("closing the tunnel: {}", message(e));
            }
        }
    }
}
