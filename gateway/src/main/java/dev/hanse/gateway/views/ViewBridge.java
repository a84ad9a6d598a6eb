// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.paths.PathBook;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view to DNS, its peers to the tunnel, and the tunnel's path states back into what DNS answers: endpoints of a
 * cluster that cannot be reached leave the answers at once, without asking anyone (design: two liveness signals).
 * Belongs to the control loop; {@link #status} may be read from any thread.
 */
public final class ViewBridge {

    private static final Logger LOG = LoggerFactory.getLogger(ViewBridge.class);

    private static final Duration LOOK_AT_PATHS = Duration.ofSeconds(1);

    private final ControlLoop loop;
    private final Clock clock;
    private final ClusterId cluster;
    private final DnsPort dns;
    private final PathBook book = new PathBook();

    private Optional<TunnelPort> tunnel = Optional.empty();
    private Runnable onPathsChanged = () -> {};
    private ViewContent content = ViewContent.EMPTY;
    private Map<PeerId, PeerConfig> applied = Map.of();
    private Set<ClusterId> unreachable = Set.of();
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;
    private boolean known;
    private boolean publishDue;
    private boolean stopped;
    private volatile ViewStatus status;

    /**
     * @param loop the owner
     * @param clock for zone serials and the age of peers
     * @param cluster this cluster
     * @param dns answers from the view
     */
    public ViewBridge(ControlLoop loop, Clock clock, ClusterId cluster, DnsPort dns) {
        this.loop = loop;
        this.clock = clock;
        this.cluster = cluster;
        this.dns = dns;
        this.status = new ViewStatus(false, false, View.empty(cluster), content, Set.of(), List.of());
    }

    /**
     * Joins the tunnel to the view and begins to look at its paths.
     *
     * @param port carries packets to the peers
     * @param changed called on the control loop when a path goes up or down
     */
    public void start(TunnelPort port, Runnable changed) {
        loop.execute(() -> {
            tunnel = Optional.of(port);
            onPathsChanged = changed;
            port.apply(List.copyOf(applied.values()));
            lookAtPaths();
        });
    }

    /** Ends it. */
    public void stop() {
        loop.execute(() -> {
            stopped = true;
            timer.cancel();
        });
    }

    /**
     * There is a new content. On the control loop.
     *
     * @param fromState whether it was kept from before the restart
     */
    public void onContent(ViewContent fresh, boolean fromState) {
        content = fresh;
        known = true;
        if (!fresh.peers().equals(applied)) {
            applied = fresh.peers();
            book.peers(applied.keySet(), clock.instant());
            tunnel.ifPresent(port -> port.apply(List.copyOf(applied.values())));
        }
        status = new ViewStatus(status.served(), fromState, status.view(), content, unreachable, book.states());
        updateUnreachable();
        publishSoon();
    }

    /**
     * The control plane has said that what was kept from before the restart is what it would send. On the control loop.
     */
    public void onConfirmed() {
        status = new ViewStatus(status.served(), false, status.view(), content, unreachable, book.states());
    }

    /** A path went up or down. Any thread. */
    public void onPath(PathState state) {
        loop.execute(() -> {
            book.onPath(state);
            pathsChanged();
        });
    }

    private void lookAtPaths() {
        if (stopped || tunnel.isEmpty()) {
            return;
        }
        List<PathState> before = book.states();
        book.refresh(tunnel.get().paths(), clock.instant());
        if (!before.equals(book.states())) {
            pathsSeen(before);
        }
        timer = loop.schedule(LOOK_AT_PATHS, this::lookAtPaths);
    }

    /** Round trips change all the time and are told with the next report; only up and down are told at once. */
    private void pathsSeen(List<PathState> before) {
        status =
                new ViewStatus(status.served(), status.fromState(), status.view(), content, unreachable, book.states());
        if (!ups(before).equals(ups(book.states()))) {
            pathsChanged();
        }
    }

    private static List<String> ups(List<PathState> states) {
        return states.stream().map(state -> state.peer() + " " + state.up()).toList();
    }

    private void pathsChanged() {
        if (updateUnreachable()) {
            publish();
        }
        status =
                new ViewStatus(status.served(), status.fromState(), status.view(), content, unreachable, book.states());
        onPathsChanged.run();
    }

    private boolean updateUnreachable() {
        Set<ClusterId> now = book.unreachable();
        now.remove(cluster);
        if (now.equals(unreachable)) {
            return false;
        }
        now.stream()
                .filter(each -> !unreachable.contains(each))
                .forEach(each -> LOG.warn("cluster {}: every path is down, its endpoints leave the answers", each));
        unreachable.stream()
                .filter(each -> !now.contains(each))
                .forEach(each -> LOG.info("cluster {}: reached again, its endpoints are back in the answers", each));
        unreachable = Set.copyOf(now);
        return true;
    }

    /** Changes that follow each other closely are published as one. */
    private void publishSoon() {
        if (!publishDue) {
            publishDue = true;
            loop.execute(this::publish);
        }
    }

    private void publish() {
        publishDue = false;
        if (known) {
            View view = new View(cluster, nextVersion(), content.imports(), content.slices());
            dns.publish(view, unreachable);
            status = new ViewStatus(true, status.fromState(), view, content, unreachable, book.states());
        }
    }

    /**
     * Grows with each change, and with the time at least, so that the zone's serial goes up across restarts that lost
     * their state.
     */
    private long nextVersion() {
        return Math.max(status.view().version() + 1, clock.instant().getEpochSecond());
    }

    /** What is served now. */
    public ViewStatus status() {
        return status;
    }
}
