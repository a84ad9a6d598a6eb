// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.control.Cadence;
import dev.hanse.tunnel.control.EndpointControl;
import dev.hanse.tunnel.control.PrefixGate;
import dev.hanse.tunnel.control.RouteSizes;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.route.DeviceGuard;
import dev.hanse.tunnel.route.DeviceRoutes;
import dev.hanse.tunnel.session.HandshakeDrop;
import dev.hanse.tunnel.session.SessionControl;
import dev.hanse.tunnel.session.SessionStatus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The control loop of an endpoint: timers, commands, routes. */
final class ControlVerticle extends VerticleBase {

    /** Between two looks whether peers have heard that the endpoint stops. */
    private static final long HEARD_MILLIS = 5;

    private final EndpointControl control;
    private final ControlMailbox mailbox;
    private final HostGuards host;
    private final NanoClock nanoClock;
    private final PrefixGate gate = new PrefixGate();
    private long generation;
    private boolean stopped;
    private final RouteSizes sizes = new RouteSizes();
    private Map<IpPrefix, Integer> mtus = Map.of();
    private boolean settingMtus;
    private volatile Report report = new Report(List.of(), List.of(), Map.of());

    /**
     * What the control loop knew a moment ago.
     *
     * @param paths state of every path
     * @param sessions state of every session
     * @param handshakeDrops handshake frames dropped so far, by reason
     */
    record Report(List<PathState> paths, List<SessionStatus> sessions, Map<HandshakeDrop, Long> handshakeDrops) {}

    ControlVerticle(EndpointControl control, ControlMailbox mailbox, HostGuards host, NanoClock nanoClock) {
        this.control = control;
        this.mailbox = mailbox;
        this.host = host;
        this.nanoClock = nanoClock;
    }

    @Override
    public Future<?> start() {
        mailbox.attach(context, control);
        vertx.setPeriodic(
                TimeUnit.NANOSECONDS.toMillis(SessionControl.TICK_NANOS),
                ignored -> control.onTick(nanoClock.nanoTime()));
        Cadence probes = new Cadence(PathMonitor.INTERVAL);
        vertx.setPeriodic(PathMonitor.INTERVAL.toMillis(), ignored -> {
            if (probes.isDue(nanoClock.nanoTime())) {
                control.onProbeInterval(nanoClock.nanoTime());
                publishReport();
                setMtus();
            }
        });
        Cadence haste = new Cadence(PathMonitor.HASTE);
        vertx.setPeriodic(PathMonitor.HASTE.toMillis(), ignored -> {
            if (haste.isDue(nanoClock.nanoTime())) {
                control.onHaste(nanoClock.nanoTime());
            }
        });
        vertx.setPeriodic(
                DeviceRoutes.RETRY.toMillis(),
                ignored -> onHost(each -> each.routes().retry()));
        vertx.setPeriodic(DeviceGuard.INTERVAL.toMillis(), ignored -> onHost(HostGuards::check));
        return Future.succeededFuture();
    }

    /** Sets the peers; any thread. */
    void apply(List<PeerConfig> peers) {
        mailbox.post(_ -> {
            if (!stopped) {
                begin(peers, ++generation);
            }
        });
    }

    private void begin(List<PeerConfig> peers, long own) {
        Set<IpPrefix> prefixes = PrefixGate.prefixes(peers);
        // Whoever was revoked is gone at once, however long the routes take.
        meet(gate.admit(control.peers(), peers));
        // No packet leaves in clear before a session could take it.
        onHost(each -> each.close(prefixes)).onComplete(_ -> open(peers, prefixes, own));
    }

    /** Nothing where other peers were set meanwhile, whose routes it would take away. */
    private void open(List<PeerConfig> peers, Set<IpPrefix> prefixes, long own) {
        if (!stopped && own == generation) {
            gate.onClosed(prefixes);
            meet(peers);
            onHost(each -> each.routes().open(prefixes));
        }
    }

    private void meet(List<PeerConfig> peers) {
        control.apply(peers);
        control.openSessions(nanoClock.nanoTime());
        publishReport();
    }

    /** Ordered: the last set of peers has the last word on routes too. */
    private Future<?> onHost(Consumer<HostGuards> change) {
        return vertx.executeBlocking(() -> {
            change.accept(host);
            return null;
        });
    }

    /** The control plane is reached at these; any thread. */
    void controlPlane(Set<InetSocketAddress> addresses) {
        mailbox.post(_ -> onHost(each -> each.underlay().controlPlane(addresses)));
    }

    /** Why what the endpoint sends may be led into its own device; empty: it is not. Any thread. */
    String underlayTrouble() {
        return host.underlay().trouble();
    }

    /** Routes follow what the paths take. However long the commands need, only one change is under way: what has come meanwhile goes with the next one. */
    private void setMtus() {
        Map<IpPrefix, Integer> now = sizes.of(control.mtus(), nanoClock.nanoTime());
        if (!settingMtus && !now.equals(mtus)) {
            settingMtus = true;
            mtus = now;
            onHost(each -> each.routes().mtus(now)).onComplete(_ -> settingMtus = false);
        }
    }

    /** Has another static key; any thread. */
    void rekey(X25519PrivateKey key) {
        mailbox.post(loop -> {
            loop.rekey(key, nanoClock.nanoTime());
            publishReport();
        });
    }

    /** Says to all peers that flows take other gateways of this cluster, where there are any, or that they need not any more. Any thread. */
    void drain(boolean drained) {
        mailbox.post(loop -> loop.drain(drained, nanoClock.nanoTime()));
    }

    /** Says to all peers that this endpoint stops soon; done when all that can be reached have heard it. Any thread. */
    CompletableFuture<Void> leave() {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        boolean posted = mailbox.post(loop -> {
            loop.leave(nanoClock.nanoTime());
            awaitHeard(loop, heard);
        });
        if (!posted) {
            heard.complete(null);
        }
        return heard;
    }

    private void awaitHeard(EndpointControl loop, CompletableFuture<Void> heard) {
        if (loop.isLeaveHeard()) {
            heard.complete(null);
        } else if (!heard.isDone()) {
            vertx.setTimer(HEARD_MILLIS, _ -> awaitHeard(loop, heard));
        }
    }

    private void publishReport() {
        report = new Report(
                List.copyOf(control.paths().values()),
                control.sessions(nanoClock.nanoTime()),
                control.handshakeDrops());
    }

    /** What the loop knew a moment ago; any thread. */
    Report report() {
        return report;
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        mailbox.detach();
        // Erases all keys; the routes go with the device, and the unreachable ones behind them stay.
        control.apply(List.of());
        return Future.succeededFuture();
    }
}
