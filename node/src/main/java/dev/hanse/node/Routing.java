// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.node.routes.GatewayView;
import dev.hanse.node.routes.RouteKeeper;
import dev.hanse.node.routes.WantedRoutes;
import dev.hanse.node.source.SourceKeeper;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * From what gateways say to what the kernel does: sources are kept before a new prefix is routed, or its first connections would be masqueraded for as long as they last; other gateways for what is covered
 * already wait for nothing. What was wanted is kept on disk. Belongs to the control loop.
 */
final class Routing {

    /** Told while it is so: an end that is not heard of says less than one that is shut. */
    private static final String NOT_CLOSED =
            "the table hanse-node of this node, which keeps others from sending by that way, is not set (see SOURCE_NOT_KEPT)";

    /** After how many looks a gateway on this node has gone, instead of being away as for an upgrade. */
    private static final int GONE = 60;

    /** After how many looks there is none, as far as a node without memory can tell. */
    private static final int NONE_HERE = 3;

    private final ControlLoop loop;
    private final Executor slow;
    private final RouteKeeper routes;
    private final SourceKeeper source;
    private final SavedRoutes saved;
    private final String device;
    private volatile WantedRoutes wanted = WantedRoutes.NONE;
    private Cover asked = new Cover(Set.of(), Set.of(), Set.of(), Set.of(), SourceKeeper.Vxlan.NONE);
    private int away;
    private Set<IpPrefix> covered = Set.of();
    private boolean begun;
    private boolean held;
    private Optional<List<GatewayView>> unheeded = Optional.empty();
    private RouteKeeper.State seen = RouteKeeper.State.NONE;
    private WantedRoutes written = WantedRoutes.NONE;

    /** Between which prefixes sources are kept, and which addresses stand for this node's own on the way to these gateways. */
    private record Cover(
            Set<IpPrefix> pods,
            Set<IpPrefix> remote,
            Set<InetAddress> gateways,
            Set<InetAddress> own,
            SourceKeeper.Vxlan vxlan) {

        private boolean leavesInVxlan() {
            return !vxlan.equals(SourceKeeper.Vxlan.NONE);
        }
    }

    /**
     * @param slow thread of the table of sources and of files
     * @param device name of the VXLAN device
     */
    Routing(
            ControlLoop loop,
            Executor slow,
            RouteKeeper routes,
            SourceKeeper source,
            SavedRoutes saved,
            String device) {
        this.loop = loop;
        this.slow = slow;
        this.routes = routes;
        this.source = source;
        this.saved = saved;
        this.device = device;
    }

    /** Until it is known what {@link #begin} has to be told nothing is applied. */
    void hold() {
        held = true;
    }

    /**
     * Where nothing is known: a device that is there may be a gateway's on this node, which others are heard before.
     *
     * @param closed whether the table of before lets nothing in by it: then it is this node's, and stays closed
     */
    void begin(boolean closed) {
        held = false;
        wanted = wanted.onDeviceOfGateway(!closed && routes.hasDevice());
        unheeded.ifPresent(this::onViews);
        unheeded = Optional.empty();
    }

    /** What was known before the start. */
    void restore(WantedRoutes before) {
        written = before;
        wanted = routes.onHost(before);
        apply();
    }

    /** What those say that are heard. */
    void onViews(Collection<GatewayView> heard) {
        if (held) {
            unheeded = Optional.of(List.copyOf(heard));
            return;
        }
        WantedRoutes now = routes.onHost(WantedRoutes.of(heard, wanted));
        if (!now.equals(wanted)) {
            wanted = now;
            apply();
            keep();
        }
    }

    /** Looks whether prefixes clash with links, or do so no longer, and addresses are this node's, that have come or gone. To be called every second. */
    void check() {
        if (held) {
            return;
        }
        RouteKeeper.State now = routes.state();
        if (now != seen) {
            seen = now;
            apply();
        }
        lookWhetherGatewayHasGone();
        if (asked.leavesInVxlan()) {
            // The table may have come or gone meanwhile.
            give();
        }
    }

    /** The device that one which has gone leaves, or does not, is this node's from then on. */
    private void lookWhetherGatewayHasGone() {
        boolean unheard = wanted.ofGateway() && !wanted.remembered() && !routes.isGatewayHere(wanted);
        away = unheard ? away + 1 : 0;
        if (away >= (wanted.beside() ? GONE : NONE_HERE)) {
            away = 0;
            wanted = wanted.onDeviceOfGateway(false);
            apply();
            keep();
        }
    }

    /** What clashes is left to be masqueraded as ever: it is not another cluster's on this node. */
    private void apply() {
        Cover needed = new Cover(
                wanted.pods(), routes.routable(wanted), wanted.allGateways(), routes.ownAddresses(wanted), vxlan());
        boolean other = !needed.equals(asked);
        asked = needed;
        covered = shared(covered, needed.remote());
        // A device of ours goes before the rule that keeps others from sending by it.
        give();
        if (other) {
            slow.execute(() -> {
                source.want(needed.pods(), needed.remote(), needed.gateways(), needed.own(), needed.vxlan());
                loop.execute(() -> onCovered(needed));
            });
        }
    }

    private SourceKeeper.Vxlan vxlan() {
        return wanted.vxlan().isEmpty()
                ? SourceKeeper.Vxlan.NONE
                : new SourceKeeper.Vxlan(device, !wanted.ofGateway(), wanted.vxlanEnds());
    }

    /** Where more has become known meanwhile, its own turn follows. */
    private void onCovered(Cover now) {
        covered = shared(now.remote(), asked.remote());
        give();
    }

    /** The first time all at once: until then the kernel has what the process before this one has set. */
    private void give() {
        Set<IpPrefix> pending = new HashSet<>(asked.remote());
        pending.removeAll(covered);
        if (begun || pending.isEmpty()) {
            begun = true;
            routes.want(allowed().without(pending));
        }
    }

    /** A device that anybody's packets come in by is not made, nor left to a gateway that has just come: that one makes its own, behind its own table. */
    private WantedRoutes allowed() {
        SourceKeeper.Vxlan stands = source.stands();
        if (stands.filtersAs(asked.vxlan())) {
            return wanted;
        }
        if (stands.isOpen()) {
            return wanted.onDeviceOfGateway(true);
        }
        WantedRoutes shut = wanted.withoutVxlan(NOT_CLOSED);
        return stands.closed() ? shut.onDeviceOfGateway(false) : shut;
    }

    private static Set<IpPrefix> shared(Set<IpPrefix> some, Set<IpPrefix> others) {
        Set<IpPrefix> both = new HashSet<>(some);
        both.retainAll(others);
        return both;
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
