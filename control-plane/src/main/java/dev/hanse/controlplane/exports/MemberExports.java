// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.model.Quarantine;
import dev.hanse.controlplane.model.Quarantined;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.store.SavedExports;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.SavedViews;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What all members export. Each change is applied at once and returns what follows from it; the caller makes that
 * durable and merges what changed.
 *
 * <p>Owned by the control loop.
 */
public final class MemberExports {

    /** A service comes before its slices. */
    private static final Comparator<Contribution> BY_KEY =
            Comparator.comparing(Contribution::gateway).thenComparing(Contribution::key);

    private final Map<ClusterId, ClusterExports> clusters = new TreeMap<>();
    private final ExportLimits limits;
    private final QuotaLedger ledger;
    private final Quarantine quarantine = new Quarantine();
    private final Duration hold;
    private final Sights sights;
    private long stamp;

    /**
     * As they were kept; no gateway is connected.
     *
     * @param limits for each gateway's exports
     * @param hold how long what a lost gateway said still counts beside a connected gateway of its cluster
     */
    public MemberExports(ExportLimits limits, Duration hold, SavedState saved, Instant now) {
        this(limits, hold, saved, now, System::nanoTime);
    }

    /**
     * As they were kept; no gateway is connected.
     *
     * @param nanoTime tells what comes just after this start from what comes later
     */
    public MemberExports(ExportLimits limits, Duration hold, SavedState saved, Instant now, LongSupplier nanoTime) {
        this.limits = limits;
        this.ledger = new QuotaLedger(limits);
        this.hold = hold;
        this.sights = new Sights(now, nanoTime, saved.exports().firstSeen());
        saved.clusters().forEach(this::addCluster);
        saved.gateways().forEach(each -> addGateway(each.id()));
        restore(saved.exports(), now);
        clusters.values().forEach(each -> each.gateways().forEach(gateway -> gateway.lost(now)));
    }

    private void restore(SavedExports saved, Instant now) {
        saved.positions().forEach((id, position) -> gateway(id).restore(position));
        saved.contributions().stream().sorted(BY_KEY).forEach(this::restore);
        saved.firstSeen().forEach(each -> exportsOf(each.cluster()).firstSeen().restore(each));
        clusters.values().forEach(each -> each.noteSeen(each.mentioned(), sights.next(now)));
    }

    /** What would be refused today stays out, and its gateway has to send a snapshot, in which it is refused item by item. */
    private void restore(Contribution kept) {
        stamp = Math.max(stamp, kept.stamp());
        ClusterExports exports = exportsOf(kept.gateway().cluster());
        GatewayExports gateway = gateway(kept.gateway());
        Optional<Refusal> refusal = kept.value()
                .flatMap(item -> ExportValidation.check(exports.cluster(), item))
                .or(() -> gateway.requireService(kept))
                .or(() -> ledger.requireRoomToHold(kept));
        if (refusal.isEmpty()) {
            gateway.restore(kept);
        } else {
            quarantine.add("gateway " + kept.gateway(), refusal.get().message());
            gateway.restore(Position.STALE);
        }
    }

    /** What was kept from before and stays out. */
    public List<Quarantined> quarantined() {
        return quarantine.all();
    }

    /** By which rules exports are accepted now, as one line. */
    public String rules() {
        return ExportValidation.RULES + " " + limits;
    }

    /**
     * What stands accepted was accepted by these rules. If they are others than today's, every gateway has to say again what
     * it exports; until then what it said stays.
     *
     * @return what is to be made durable
     */
    public List<StateChange> acceptedBy(String before) {
        if (before.equals(rules())) {
            return List.of();
        }
        List<StateChange> changes = new ArrayList<>();
        clusters.values()
                .forEach(each -> each.gateways().stream()
                        .filter(gateway -> !gateway.position().equals(Position.NONE))
                        .forEach(gateway -> {
                            gateway.restore(Position.STALE);
                            changes.add(new StateChange.PutExportPosition(gateway.gateway(), Position.STALE));
                        }));
        changes.add(new StateChange.PutMark(StoreMark.EXPORT_RULES, rules()));
        return changes;
    }

    /** A member is new; it has no gateway yet. */
    public void addCluster(ClusterMember cluster) {
        clusters.put(cluster.id(), new ClusterExports(cluster, ledger));
    }

    /** A gateway of a member is new. */
    public void addGateway(GatewayId id) {
        exportsOf(id.cluster()).addGateway(id);
    }

    /** A member is gone: its exports are withdrawn. Returns the services that it had exported. */
    public List<ServiceExports> remove(ClusterId id) {
        Set<ServiceName> names = new TreeSet<>();
        exportsOf(id).gateways().forEach(each -> each.drop().forEach(key -> names.add(key.service())));
        clusters.remove(id);
        ledger.remove(id);
        return services(names);
    }

    /**
     * A gateway of a member is gone: what it said is withdrawn. What its siblings say too stays as it is, with its age.
     */
    public ExportOutcome remove(GatewayId id, Instant now) {
        ClusterExports exports = exportsOf(id.cluster());
        Set<ServiceName> names = servicesOf(gateway(id).drop());
        exports.removeGateway(id);
        return new ExportOutcome(exports.noteSeen(names, sights.next(now)), List.of(), services(names));
    }

    /** What would be withdrawn with gateways of a cluster. */
    public Withdrawal withdrawal(ClusterId id, Predicate<GatewayId> going) {
        return exportsOf(id).withdrawal(going);
    }

    /**
     * A gateway has connected.
     *
     * @param said where its sequence of export deltas stands
     * @return whether it goes on there; otherwise it has to send a snapshot
     */
    public boolean connected(GatewayId id, Position said) {
        GatewayExports gateway = gateway(id);
        boolean resumed = said.version() > 0 && said.equals(gateway.resumable());
        gateway.connected(resumed);
        return resumed;
    }

    /** A gateway's stream has ended; what it exports stays. */
    public void lost(GatewayId id, Instant now) {
        find(id).ifPresent(gateway -> gateway.lost(now));
    }

    /**
     * A piece of a change of a gateway's exports. Nothing follows from it, except refusals, before the last piece.
     *
     * @throws ProtocolViolationException if it does not fit what came before
     */
    public ExportOutcome apply(GatewayId id, ExportChange piece, Instant now) {
        GatewayExports gateway = gateway(id);
        ClusterExports exports = exportsOf(id.cluster());
        StagedChange staged = gateway.staged(
                piece,
                (base, position, snapshot) -> new StagedChange(exports.cluster(), base, ledger, position, snapshot));
        List<ItemRefusal> refusals = staged.take(piece);
        if (piece.moreFollows()) {
            return new ExportOutcome(List.of(), refusals, List.of());
        }
        Map<ExportKey, Optional<Contribution>> changed = gateway.commit(piece.position(), () -> ++stamp);
        List<StateChange> changes = new ArrayList<>();
        changed.forEach((key, next) -> changes.add(contributionChange(id, key, next)));
        changes.add(new StateChange.PutExportPosition(id, gateway.resumable()));
        Set<ServiceName> names = servicesOf(changed.keySet());
        changes.addAll(exports.noteSeen(names, sights.next(now)));
        return new ExportOutcome(changes, refusals, services(names));
    }

    private static StateChange contributionChange(GatewayId id, ExportKey key, Optional<Contribution> next) {
        return next.<StateChange>map(StateChange.PutContribution::new)
                .orElseGet(() -> new StateChange.RemoveContribution(id, key));
    }

    private static Set<ServiceName> servicesOf(Collection<ExportKey> keys) {
        return keys.stream().map(ExportKey::service).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Time has passed: what gateways said that are long lost no longer counts beside those that are connected. */
    public ExportOutcome dropLost(Instant now) {
        List<StateChange> changes = new ArrayList<>();
        Set<ServiceName> names = new TreeSet<>();
        for (ClusterExports each : clusters.values()) {
            if (each.gateways().stream().anyMatch(GatewayExports::isSynced)) {
                names.addAll(dropLost(each, now, changes));
            }
        }
        return new ExportOutcome(changes, List.of(), services(names));
    }

    private Set<ServiceName> dropLost(ClusterExports exports, Instant now, List<StateChange> changes) {
        Set<ServiceName> names = new TreeSet<>();
        for (GatewayExports each : exports.gateways()) {
            boolean longLost = each.lostSince()
                    .filter(since -> !since.plus(hold).isAfter(now))
                    .isPresent();
            if (longLost && !each.isEmpty()) {
                names.addAll(forget(exports, each, each.drop(), now, changes));
                changes.add(new StateChange.PutExportPosition(each.gateway(), Position.NONE));
            } else {
                names.addAll(forget(exports, each, each.dropUnnamed(hold, now), now, changes));
            }
        }
        return names;
    }

    private Set<ServiceName> forget(
            ClusterExports exports,
            GatewayExports gateway,
            Collection<ExportKey> dropped,
            Instant now,
            List<StateChange> changes) {
        Set<ServiceName> names = servicesOf(dropped);
        dropped.forEach(key -> changes.add(new StateChange.RemoveContribution(gateway.gateway(), key)));
        changes.addAll(exports.noteSeen(names, sights.next(now)));
        return names;
    }

    /** Everything to save, with where the views that follow from it stand. */
    public SavedExports saved(SavedViews views) {
        List<Contribution> contributions = new ArrayList<>();
        Map<GatewayId, Position> positions = new HashMap<>();
        List<FirstSeen> seen = new ArrayList<>();
        for (ClusterExports each : clusters.values()) {
            for (GatewayExports gateway : each.gateways()) {
                contributions.addAll(gateway.all());
                positions.put(gateway.gateway(), gateway.resumable());
            }
            seen.addAll(each.firstSeen().all());
        }
        return new SavedExports(contributions, positions, seen, views);
    }

    /** All services that any member mentions. */
    public List<ServiceExports> services() {
        Set<ServiceName> names = new TreeSet<>();
        clusters.values().forEach(each -> names.addAll(each.mentioned()));
        return services(names);
    }

    private List<ServiceExports> services(Set<ServiceName> names) {
        return names.stream().map(this::service).toList();
    }

    private ServiceExports service(ServiceName name) {
        TreeMap<ClusterId, ServiceExports.OfCluster> parts = new TreeMap<>();
        clusters.forEach((id, each) -> each.partOf(name).ifPresent(part -> parts.put(id, part)));
        return new ServiceExports(name, parts);
    }

    /** How many services a member exports. */
    public int exportedServices(ClusterId id) {
        return exportsOf(id).services();
    }

    /** Octets of memory that all exports are counted for, of those that the limits give. */
    public long octets() {
        return ledger.ofSet().octets();
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
