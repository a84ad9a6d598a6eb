// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.overlay;

import dev.hanse.discovery.merge.ClusterExport;
import dev.hanse.discovery.merge.ViewOverlay;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.exports.KnownExports;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.views.ContentSink;
import dev.hanse.gateway.views.OwnPrefixes;
import dev.hanse.gateway.views.ViewContent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Serves what this cluster itself exports as it is now, also before the control plane has merged it, or while it is away; what it says of others stays. A change is served on top of
 * whatever view there is, until the control plane has had that service as it is for a while: from then on its view has the last word, whatever else in the cluster goes on changing.
 * Belongs to the control loop; {@link #services} may be called from any thread.
 */
public final class OwnChanges implements ContentSink {

    /** What follows from a change comes just behind its acknowledgement. */
    static final Duration SETTLES = Duration.ofSeconds(1);

    private final ControlLoop loop;
    private final OwnPrefixes own;
    private final ToldExports told;
    private final ContentSink served;
    private final Predicate<EndpointSlice> allowed;

    private Map<ServiceName, ClusterExport> now = Map.of();
    private final Map<ServiceName, Set<String>> differing = new HashMap<>();
    /** Those of them that the control plane had at the last look, and that have not changed since. */
    private Set<ServiceName> answered = new HashSet<>();

    private Supplier<Optional<Set<ServiceName>>> unanswered = Optional::empty;
    private boolean known;
    private ViewContent received = ViewContent.EMPTY;
    private boolean viewed;
    private boolean kept;
    private boolean due;
    private boolean looking;
    private volatile Set<ServiceName> services = Set.of();

    /**
     * @param loop the owner
     * @param own this cluster, and which addresses it may export
     * @param told what the control plane is known to have
     * @param served takes the view with the changes
     */
    public OwnChanges(ControlLoop loop, OwnPrefixes own, ToldExports told, ContentSink served) {
        this.loop = loop;
        this.own = own;
        this.told = told;
        this.served = served;
        this.allowed = own::mayExport;
    }

    /** @param services says of which services the control plane does not have the exports as they are now; empty: it is not heard. Asked on the control loop. Set before there are exports */
    public void listen(Supplier<Optional<Set<ServiceName>>> services) {
        unanswered = services;
    }

    /** The services whose exports the control plane does not have yet as they are. Any thread. */
    public Set<ServiceName> services() {
        return services;
    }

    /** What the cluster exports from now on, as far as its sources have said. On the control loop. */
    public void onExports(KnownExports exports) {
        Map<ServiceName, ClusterExport> before = now;
        now = told.completed(exports);
        if (!known) {
            known = true;
            differ(ViewOverlay.differences(told.begin(now), now));
        } else {
            differ(ViewOverlay.differences(before, now));
        }
    }

    private void differ(Map<ServiceName, Set<String>> more) {
        if (more.isEmpty()) {
            if (differing.isEmpty()) {
                told.isSameAs(now);
            }
            return;
        }
        more.forEach((service, slices) ->
                differing.computeIfAbsent(service, _ -> new HashSet<>()).addAll(slices));
        services = Set.copyOf(differing.keySet());
        answered.removeAll(more.keySet());
        if (!looking) {
            looking = true;
            loop.schedule(SETTLES, this::look);
        }
        serveSoon();
    }

    /** What comes at once, as the pieces of a first view, is put together once. */
    private void serveSoon() {
        if (!due) {
            due = true;
            loop.execute(this::serve);
        }
    }

    private void serve() {
        due = false;
        if (viewed) {
            served.onContent(overlaid(), kept);
        }
    }

    @Override
    public void onContent(ViewContent fresh, boolean fromState) {
        received = fresh;
        kept = fromState;
        viewed = true;
        if (differing.isEmpty()) {
            served.onContent(fresh, fromState);
        } else {
            serveSoon();
        }
    }

    @Override
    public void onConfirmed() {
        kept = false;
        served.onConfirmed();
    }

    @Override
    public void onAwaited() {
        kept = true;
        served.onAwaited();
    }

    /** Twice in a row, and nothing changed since: the view that follows from the acknowledgement is there then, unless all of it is still to come. */
    private void look() {
        Set<ServiceName> has =
                kept ? new HashSet<>() : unanswered.get().map(this::allBut).orElseGet(HashSet::new);
        Set<ServiceName> settled = new HashSet<>(has);
        settled.retainAll(answered);
        has.removeAll(settled);
        answered = has;
        if (!settled.isEmpty()) {
            settle(settled);
        }
        looking = !differing.isEmpty();
        if (looking) {
            loop.schedule(SETTLES, this::look);
        }
    }

    private void settle(Set<ServiceName> settled) {
        differing.keySet().removeAll(settled);
        services = Set.copyOf(differing.keySet());
        told.settle(now, services);
        serve();
    }

    private Set<ServiceName> allBut(Set<ServiceName> others) {
        Set<ServiceName> all = new HashSet<>(differing.keySet());
        all.removeAll(others);
        return all;
    }

    private ViewContent overlaid() {
        if (differing.isEmpty()) {
            return received;
        }
        View view = new View(own.cluster(), 1, received.imports(), received.slices());
        View changed = ViewOverlay.apply(view, differing, now, allowed);
        return changed == view
                ? received
                : new ViewContent(changed.imports(), changed.slices(), received.peers(), received.conditions());
    }
}
