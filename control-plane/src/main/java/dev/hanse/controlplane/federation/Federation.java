// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.federation;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.peers.PairKeys;
import dev.hanse.controlplane.store.SavedExports;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.SavedViews;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All exports and all views. Each event is applied at once and returns what follows from it; the caller makes that
 * durable and wakes the streams.
 *
 * <p>Owned by the control loop.
 */
public final class Federation {

    private final Map<ClusterId, ClusterExports> clusters = new TreeMap<>();
    private final Views views;
    private final ServiceIndex services;
    private final PeerIndex peers;
    private final ExportLimits limits;
    private final Duration hold;
    private long stamp;

    /**
     * An empty federation.
     *
     * @param limits for each gateway's exports
     * @param pairKeys for tunnels between gateways
     * @param randomText names epochs: visible ASCII, at most 60 octets, never the same twice
     * @param hold how long what a lost gateway said still counts beside a connected gateway of its cluster
     */
    public Federation(ExportLimits limits, PairKeys pairKeys, Supplier<String> randomText, Duration hold) {
        this.limits = limits;
        this.hold = hold;
        this.views = new Views(randomText);
        this.services = new ServiceIndex(clusters, views);
        this.peers = new PeerIndex(id -> exportsOf(id).cluster().podPrefixes(), pairKeys, views);
    }

    /** Takes over what was saved; called once, first. Returns what to make durable. */
    public Outcome restore(SavedState saved, Instant now) {
        views.begin();
        saved.clusters().forEach(each -> clusters.put(each.id(), new ClusterExports(each, limits)));
        for (GatewayMember each : saved.gateways()) {
            exportsOf(each.id().cluster()).addGateway(each.id());
            views.addGateway(each.id());
        }
        saved.gateways().forEach(peers::put);
        Set<ServiceName> names = restoreExports(saved.exports(), now);
        names.forEach(services::refresh);
        views.resume(saved.exports().views());
        return new Outcome(List.of(new StateChange.PutViews(views.saved())), List.of(), false);
    }

    private Set<ServiceName> restoreExports(SavedExports saved, Instant now) {
        Set<ServiceName> names = new TreeSet<>();
        for (Contribution each : saved.contributions()) {
            gateway(each.gateway()).restore(each);
            names.add(each.key().service());
            stamp = Math.max(stamp, each.stamp());
        }
        saved.positions().forEach((id, position) -> gateway(id).restore(position));
        saved.firstSeen().forEach(each -> exportsOf(each.cluster()).firstSeen().put(each.service(), each.at()));
        clusters.values().forEach(each -> each.gateways().forEach(gateway -> gateway.lost(now)));
        return names;
    }

    /** A member is new; it has no gateway yet. */
    public void addCluster(ClusterMember cluster) {
        clusters.put(cluster.id(), new ClusterExports(cluster, limits));
    }

    /** A gateway of a member is new. */
    public Outcome addGateway(GatewayMember gateway) {
        views.begin();
        exportsOf(gateway.id().cluster()).addGateway(gateway.id());
        views.addGateway(gateway.id());
        services.introduce(gateway.id());
        peers.put(gateway);
        return outcome(new ArrayList<>(), List.of());
    }

    /** A member is gone: its exports are withdrawn and its gateways are nobody's peers. */
    public Outcome removeCluster(ClusterId id) {
        views.begin();
        ClusterExports removed = exportsOf(id);
        Set<ServiceName> names = new TreeSet<>();
        for (GatewayExports each : removed.gateways()) {
            each.drop().forEach(key -> names.add(key.service()));
            peers.remove(each.gateway());
            views.removeGateway(each.gateway());
        }
        clusters.remove(id);
        names.forEach(services::refresh);
        Outcome outcome = outcome(new ArrayList<>(), List.of());
        // Where the views stand is saved anew also if nobody saw anything of the cluster: its removal had made that
        // invalid.
        return new Outcome(List.of(new StateChange.PutViews(views.saved())), List.of(), outcome.viewsChanged());
    }

    /** Another gateway that uses this tunnel key. */
    public Optional<GatewayId> holderOf(GatewayTunnel tunnel, GatewayId except) {
        return peers.holderOf(tunnel.publicKey(), except).map(GatewayMember::id);
    }

    /** A gateway has said how it is reached. */
    public Outcome updateGateway(GatewayMember gateway) {
        views.begin();
        peers.put(gateway);
        return outcome(new ArrayList<>(), List.of());
    }

    /**
     * A gateway has connected.
     *
     * @param said where its sequence of export deltas stands
     * @return whether it goes on there; otherwise it has to send a snapshot
     */
    public boolean connected(GatewayId id, Position said) {
        GatewayExports gateway = gateway(id);
        boolean resumed = said.version() > 0 && said.equals(gateway.position());
        gateway.connected(resumed);
        return resumed;
    }

    /** A gateway's stream has ended; what it exports stays. */
    public void lost(GatewayId id, Instant now) {
        find(id).ifPresent(gateway -> gateway.lost(now));
    }

    /**
     * A piece of a change of a gateway's exports.
     *
     * @throws ProtocolViolationException if it does not fit what came before
     */
    public Outcome apply(GatewayId id, ExportChange piece, Instant now) {
        GatewayExports gateway = gateway(id);
        ClusterExports exports = exportsOf(id.cluster());
        StagedChange staged = gateway.staged(
                piece,
                (base, position, snapshot) ->
                        new StagedChange(exports.cluster(), base, exports.ledger(), position, snapshot));
        List<ItemRefusal> refusals = staged.take(piece);
        if (piece.moreFollows()) {
            return new Outcome(List.of(), refusals, false);
        }
        views.begin();
        Map<ExportKey, Optional<Contribution>> changed = gateway.commit(piece.position(), () -> ++stamp);
        List<StateChange> changes = new ArrayList<>();
        changed.forEach((key, next) -> changes.add(contributionChange(id, key, next)));
        changes.add(new StateChange.PutExportPosition(id, piece.position()));
        refresh(exports, servicesOf(changed.keySet()), now, changes);
        return outcome(changes, refusals);
    }

    private static StateChange contributionChange(GatewayId id, ExportKey key, Optional<Contribution> next) {
        return next.<StateChange>map(StateChange.PutContribution::new)
                .orElseGet(() -> new StateChange.RemoveContribution(id, key));
    }

    private static Set<ServiceName> servicesOf(Collection<ExportKey> keys) {
        return keys.stream().map(ExportKey::service).collect(Collectors.toCollection(TreeSet::new));
    }

    private void refresh(ClusterExports exports, Set<ServiceName> names, Instant now, List<StateChange> changes) {
        for (ServiceName name : names) {
            noteFirstSeen(exports, name, now, changes);
            services.refresh(name);
        }
    }

    private void noteFirstSeen(ClusterExports exports, ServiceName name, Instant now, List<StateChange> changes) {
        ClusterId cluster = exports.cluster().id();
        if (!exports.mentions(name)) {
            exports.firstSeen().remove(name);
            changes.add(new StateChange.RemoveFirstSeen(cluster, name));
        } else if (exports.firstSeen().putIfAbsent(name, now) == null) {
            changes.add(new StateChange.PutFirstSeen(new FirstSeen(cluster, name, now)));
        }
    }

    /** Time has passed: what gateways said that are long lost no longer counts beside those that are connected. */
    public Outcome tick(Instant now) {
        views.begin();
        List<StateChange> changes = new ArrayList<>();
        for (ClusterExports each : clusters.values()) {
            if (each.gateways().stream().anyMatch(GatewayExports::isSynced)) {
                dropLost(each, now, changes);
            }
        }
        return changes.isEmpty() ? Outcome.NOTHING : outcome(changes, List.of());
    }

    private void dropLost(ClusterExports exports, Instant now, List<StateChange> changes) {
        for (GatewayExports each : exports.gateways()) {
            boolean longLost = each.lostSince()
                    .filter(since -> !since.plus(hold).isAfter(now))
                    .isPresent();
            if (longLost && !each.position().equals(Position.NONE)) {
                Set<ExportKey> dropped = each.drop();
                dropped.forEach(key -> changes.add(new StateChange.RemoveContribution(each.gateway(), key)));
                changes.add(new StateChange.PutExportPosition(each.gateway(), Position.NONE));
                refresh(exports, servicesOf(dropped), now, changes);
            }
        }
    }

    private Outcome outcome(List<StateChange> changes, List<ItemRefusal> refusals) {
        Optional<SavedViews> saved = views.end();
        saved.ifPresent(each -> changes.add(new StateChange.PutViews(each)));
        return new Outcome(changes, refusals, saved.isPresent());
    }

    /**
     * Begins a new epoch of all views: changes since the last durable one could not be saved. Every gateway needs a
     * snapshot.
     */
    public void restartViews() {
        views.restart();
    }

    /** Everything to save of exports and views. */
    public SavedExports saved() {
        List<Contribution> contributions = new ArrayList<>();
        Map<GatewayId, Position> positions = new HashMap<>();
        List<FirstSeen> seen = new ArrayList<>();
        for (ClusterExports each : clusters.values()) {
            for (GatewayExports gateway : each.gateways()) {
                contributions.addAll(gateway.all());
                positions.put(gateway.gateway(), gateway.position());
            }
            each.firstSeen()
                    .forEach((service, at) ->
                            seen.add(new FirstSeen(each.cluster().id(), service, at)));
        }
        return new SavedExports(contributions, positions, seen, views.saved());
    }

    /** Whether a gateway whose view stands at {@code position} needs no snapshot. */
    public boolean resumesFrom(GatewayId id, Position position) {
        return views.resumesFrom(id, position);
    }

    /** What a gateway whose view stands at {@code position} misses. */
    public ViewChange since(GatewayId id, Position position) {
        return views.since(id, position);
    }

    /** All services with an export, valid or not. Read on the control loop only. */
    public NavigableMap<ServiceName, PublishedService> services() {
        return services.published();
    }

    /** How many services a member exports. */
    public int exportedServices(ClusterId id) {
        return exportsOf(id).services();
    }

    private ClusterExports exportsOf(ClusterId id) {
        ClusterExports exports = clusters.get(id);
        if (exports == null) {
            throw new NoSuchElementException("cluster: " + id + " (expected: a member)");
        }
        return exports;
    }

    private Optional<GatewayExports> find(GatewayId id) {
        ClusterExports exports = clusters.get(id.cluster());
        return exports == null ? Optional.empty() : exports.gateway(id);
    }

    private GatewayExports gateway(GatewayId id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("gateway: " + id + " (expected: a member)"));
    }
}
