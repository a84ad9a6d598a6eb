// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.time.NanoClock;
import dev.hanse.proto.v1.ClusterReach;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which paths are up, and which clusters can no longer be reached, judged here without asking anyone (design: two
 * liveness signals). Hears of every path that goes up or down, and looks at all of them every second for what is never
 * told: round trips, and paths that never came up. Belongs to the control loop; {@link #onPath} and {@link #status} may
 * be called from any thread.
 */
public final class PathWatch {

    /** Operators search their logs for this name. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.gateway.ViewBridge");

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ControlLoop loop;
    private final NanoClock clock;
    private final ClusterId cluster;
    private final PathBook book = new PathBook();
    private final OtherGateways others = new OtherGateways();

    private final Queue<PathState> heard = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean hearing = new AtomicBoolean();

    private Runnable onReach = () -> {};
    private Runnable onPaths = () -> {};
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;
    private boolean stopped;
    private boolean drained;
    private volatile PathStatus status = new PathStatus(Set.of(), Set.of(), List.of(), false);

    /**
     * @param loop the owner
     * @param clock monotonic, for the age of peers
     * @param cluster this cluster, which is always reached
     */
    public PathWatch(ControlLoop loop, NanoClock clock, ClusterId cluster) {
        this.loop = loop;
        this.clock = clock;
        this.cluster = cluster;
    }

    /**
     * Sets who hears of changes. Any thread; before {@link #start}.
     *
     * @param reach called on the control loop when other clusters than before can be reached
     * @param paths called on the control loop when a path goes up or down, after {@code reach}
     */
    public void listen(Runnable reach, Runnable paths) {
        loop.execute(() -> {
            onReach = reach;
            onPaths = paths;
        });
    }

    /**
     * Begins to look. Any thread.
     *
     * @param states the path to every peer as the tunnel endpoint sees it
     */
    public void start(Supplier<? extends Collection<PathState>> states) {
        loop.execute(() -> look(states));
    }

    /** Ends it. Any thread. */
    public void stop() {
        loop.execute(() -> {
            stopped = true;
            timer.cancel();
        });
    }

    /** The peers that have paths from now on. On the control loop; nobody is told of what that changes. */
    public void peers(Set<PeerId> peers) {
        book.peers(peers, clock.nanoTime());
        update();
    }

    /** A path went up or down. Any thread. */
    public void onPath(PathState state) {
        heard.add(state);
        if (!hearing.getAndSet(true)) {
            loop.execute(this::onHeard);
        }
    }

    /** Of a thousand peers that come up at once the consequences are drawn once. */
    private void onHeard() {
        hearing.set(false);
        for (PathState state = heard.poll(); state != null; state = heard.poll()) {
            book.onPath(state);
        }
        changed();
    }

    /**
     * A session with the control plane has begun. On the control loop.
     *
     * @param told whether it will say what the cluster's other gateways reach
     */
    public void onWelcome(boolean told) {
        others.onWelcome(told);
        othersChanged();
    }

    /**
     * The control plane says what the cluster's other gateways reach. On the control loop.
     *
     * @throws IllegalArgumentException with the value and the expectation
     */
    public void onOthers(ClusterReach reach) {
        others.onNews(reach);
        othersChanged();
    }

    /** The session has ended. On the control loop. */
    public void onDisconnect() {
        others.onDisconnect();
        othersChanged();
    }

    /** Flows are to take other gateways of this cluster, or no longer. On the control loop. */
    public void onDrain(boolean said) {
        if (said != drained) {
            drained = said;
            othersChanged();
            LOG.info(
                    "drain: {}",
                    said
                            ? "flows take other gateways of this cluster, where there are any"
                            : "is over, flows take this gateway again");
        }
    }

    private void othersChanged() {
        if (update()) {
            onReach.run();
        }
    }

    /** What is known. Any thread. */
    public PathStatus status() {
        return status;
    }

    private void look(Supplier<? extends Collection<PathState>> states) {
        if (stopped) {
            return;
        }
        List<String> before = ups();
        book.refresh(states.get(), clock.nanoTime());
        // Round trips change all the time and are told with the next report; only up and down are told at once.
        if (before.equals(ups())) {
            update();
        } else {
            changed();
        }
        timer = loop.schedule(LOOK, () -> look(states));
    }

    private List<String> ups() {
        return book.states().stream()
                .map(state -> state.peer() + " " + state.up())
                .toList();
    }

    private void changed() {
        if (update()) {
            onReach.run();
        }
        onPaths.run();
    }

    /** Whether other clusters than before can be reached, from here or from any gateway. */
    private boolean update() {
        PathStatus last = status;
        Set<ClusterId> before = last.unreachable();
        Set<ClusterId> now = book.unreachable();
        now.remove(cluster);
        status = new PathStatus(now, others.unreachable(now), book.states(), drained);
        now.stream()
                .filter(each -> !before.contains(each))
                .forEach(each -> LOG.warn("cluster {}: every path is down, its endpoints leave the answers", each));
        before.stream()
                .filter(each -> !now.contains(each))
                .forEach(each -> LOG.info("cluster {}: reached again, its endpoints are back in the answers", each));
        return !now.equals(before) || !status.unreachableByAll().equals(last.unreachableByAll());
    }
}
