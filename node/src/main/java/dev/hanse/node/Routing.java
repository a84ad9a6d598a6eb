// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.node.routes.GatewayView;
import dev.hanse.node.routes.RouteKeeper;
import dev.hanse.node.routes.WantedRoutes;
import dev.hanse.node.source.SourceKeeper;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * From what gateways say to what the kernel does: sources are kept before a new prefix is routed, or its first connections would be masqueraded for as long as they last; then routes are set, and what was
 * wanted is kept on disk. Belongs to the control loop.
 */
final class Routing {

    private final ControlLoop loop;
    private final Executor slow;
    private final RouteKeeper routes;
    private final SourceKeeper source;
    private final SavedRoutes saved;
    private volatile WantedRoutes wanted = WantedRoutes.NONE;
    private Set<IpPrefix> pods = Set.of();
    private Set<IpPrefix> covered = Set.of();
    private WantedRoutes written = WantedRoutes.NONE;

    /** @param slow thread of the table of sources and of files */
    Routing(ControlLoop loop, Executor slow, RouteKeeper routes, SourceKeeper source, SavedRoutes saved) {
        this.loop = loop;
        this.slow = slow;
        this.routes = routes;
        this.source = source;
        this.saved = saved;
    }

    /** What was known before the start. */
    void restore(WantedRoutes before) {
        written = before;
        wanted = before;
        apply();
    }

    /** What those say that are heard. */
    void onViews(Collection<GatewayView> heard) {
        WantedRoutes now = routes.onHost(WantedRoutes.of(heard, wanted));
        if (!now.equals(wanted)) {
            wanted = now;
            apply();
            keep();
        }
    }

    private void apply() {
        Set<IpPrefix> remote = wanted.remote().keySet();
        if (covered.equals(remote) && pods.equals(wanted.pods())) {
            routes.want(wanted);
            return;
        }
        Set<IpPrefix> newPods = wanted.pods();
        slow.execute(() -> {
            source.want(newPods, remote);
            loop.execute(() -> onCovered(newPods, remote));
        });
    }

    /** Where more has become known meanwhile, its own turn follows. */
    private void onCovered(Set<IpPrefix> newPods, Set<IpPrefix> remote) {
        pods = newPods;
        covered = remote;
        if (wanted.pods().equals(newPods) && wanted.remote().keySet().equals(remote)) {
            routes.want(wanted);
        }
    }

    private void keep() {
        WantedRoutes content = wanted.asRemembered();
        if (!content.equals(written)) {
            written = content;
            slow.execute(() -> saved.write(content));
        }
    }

    /** What is wanted. Any thread. */
    WantedRoutes wanted() {
        return wanted;
    }
}
