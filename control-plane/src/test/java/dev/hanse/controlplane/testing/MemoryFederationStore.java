// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.AuditRecord;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.store.AuditFilter;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedExports;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.SavedViews;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.controlplane.store.StoreUnavailableException;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A store in memory that can be told to fail. Used by one thread at a time. */
public final class MemoryFederationStore implements FederationStore {

    private final Map<ClusterId, ClusterMember> clusters = new TreeMap<>();
    private final Map<GatewayId, GatewayMember> gateways = new TreeMap<>();
    private final Map<String, IssuedCertificate> certificates = new TreeMap<>();
    private final Map<String, TokenRecord> tokens = new TreeMap<>();
    private final Map<Said, Contribution> contributions = new HashMap<>();
    private final Map<GatewayId, Position> positions = new TreeMap<>();
    private final Map<Seen, FirstSeen> firstSeen = new HashMap<>();
    private final Map<StoreMark, String> marks = new EnumMap<>(StoreMark.class);
    private final List<AuditRecord> audit = new ArrayList<>();
    private SavedViews views = SavedViews.NONE;
    private long auditPlace;
    private boolean failing;

    private record Said(GatewayId gateway, ExportKey key) {}

    private record Seen(ClusterId cluster, ServiceName service) {}

    /** From now on nothing can be written, or again can. */
    public void fail(boolean now) {
        failing = now;
    }

    @Override
    public SavedState load() {
        return new SavedState(
                List.copyOf(clusters.values()),
                List.copyOf(gateways.values()),
                List.copyOf(certificates.values()),
                List.copyOf(tokens.values()),
                new SavedExports(
                        List.copyOf(contributions.values()), positions, List.copyOf(firstSeen.values()), views));
    }

    @Override
    public Map<StoreMark, String> marks() {
        return Map.copyOf(marks);
    }

    @Override
    public void commit(List<StateChange> changes) {
        if (failing) {
            throw new StoreUnavailableException("store cannot be written: told to fail", new IllegalStateException());
        }
        changes.forEach(this::apply);
    }

    private void apply(StateChange change) {
        switch (change) {
            case StateChange.PutCluster(var cluster) -> clusters.put(cluster.id(), cluster);
            case StateChange.RemoveCluster(var cluster) -> remove(cluster);
            case StateChange.RemoveGateway(var gateway) -> remove(gateway);
            case StateChange.PutGateway(var gateway) -> gateways.put(gateway.id(), gateway);
            case StateChange.PutCertificate(var certificate) -> certificates.put(certificate.serial(), certificate);
            case StateChange.PutToken(var token) -> tokens.put(token.id(), token);
            case StateChange.ForgetEnded(var before) -> {
                Set<String> newest = newest();
                certificates
                        .values()
                        .removeIf(each -> each.expiresAt().isBefore(before) && !newest.contains(each.serial()));
                tokens.values().removeIf(each -> each.expiresAt().isBefore(before));
            }
            case StateChange.PutContribution(var said) -> contributions.put(new Said(said.gateway(), said.key()), said);
            case StateChange.RemoveContribution(var gateway, var key) -> contributions.remove(new Said(gateway, key));
            case StateChange.PutExportPosition(var gateway, var position) -> positions.put(gateway, position);
            case StateChange.PutFirstSeen(var seen) -> firstSeen.put(new Seen(seen.cluster(), seen.service()), seen);
            case StateChange.RemoveFirstSeen(var cluster, var service) -> firstSeen.remove(new Seen(cluster, service));
            case StateChange.EndViews() ->
                views = new SavedViews("", views.revision(), views.sharedChangedAt(), views.ownChangedAt());
            case StateChange.PutViews(var saved) -> put(saved);
            case StateChange.ReplaceExports(var exports) -> replace(exports);
            case StateChange.PutMark(var mark, var value) -> marks.put(mark, value);
            case StateChange.Audit(var entry) -> audit.addFirst(new AuditRecord(++auditPlace, entry));
            case StateChange.CountRefusals(var refusals) -> refusals.forEach(this::count);
        }
    }

    private Set<String> newest() {
        Map<String, IssuedCertificate> newest = new HashMap<>();
        certificates.values().stream()
                .filter(each -> each.revokedAt().isEmpty())
                .sorted(Comparator.comparing(IssuedCertificate::expiresAt))
                .forEach(each -> newest.put(each.identity(), each));
        return newest.values().stream().map(IssuedCertificate::serial).collect(Collectors.toSet());
    }

    private void count(AuditEntry refusal) {
        Optional<AuditRecord> before = audit.stream()
                .filter(each -> each.entry().isRefusal() && sameRefusal(each.entry(), refusal))
                .findFirst();
        before.ifPresent(audit::remove);
        audit.addFirst(new AuditRecord(
                ++auditPlace,
                before.map(each -> each.entry().followedBy(refusal)).orElse(refusal)));
    }

    private static boolean sameRefusal(AuditEntry one, AuditEntry other) {
        return one.actor().equals(other.actor())
                && one.action().equals(other.action())
                && one.outcome().equals(other.outcome());
    }

    private void put(SavedViews saved) {
        Map<GatewayId, Long> own = new HashMap<>(views.ownChangedAt());
        own.putAll(saved.ownChangedAt());
        views = new SavedViews(saved.epoch(), saved.revision(), saved.sharedChangedAt(), own);
    }

    private void replace(SavedExports exports) {
        contributions.clear();
        exports.contributions().forEach(said -> contributions.put(new Said(said.gateway(), said.key()), said));
        positions.clear();
        positions.putAll(exports.positions());
        firstSeen.clear();
        exports.firstSeen().forEach(seen -> firstSeen.put(new Seen(seen.cluster(), seen.service()), seen));
        views = exports.views();
    }

    private void remove(GatewayId gateway) {
        gateways.remove(gateway);
        tokens.values().removeIf(each -> each.concerns(gateway));
        contributions.keySet().removeIf(each -> each.gateway().equals(gateway));
        positions.remove(gateway);
        Map<GatewayId, Long> own = new HashMap<>(views.ownChangedAt());
        own.remove(gateway);
        views = new SavedViews("", views.revision(), views.sharedChangedAt(), own);
    }

    private void remove(ClusterId cluster) {
        clusters.remove(cluster);
        gateways.keySet().removeIf(each -> each.cluster().equals(cluster));
        tokens.values().removeIf(each -> each.cluster().equals(cluster));
        contributions.keySet().removeIf(each -> each.gateway().cluster().equals(cluster));
        positions.keySet().removeIf(each -> each.cluster().equals(cluster));
        firstSeen.keySet().removeIf(each -> each.cluster().equals(cluster));
        Map<GatewayId, Long> own = new HashMap<>(views.ownChangedAt());
        own.keySet().removeIf(each -> each.cluster().equals(cluster));
        views = new SavedViews("", views.revision(), views.sharedChangedAt(), own);
    }

    @Override
    public List<AuditRecord> audit(AuditFilter filter, long before, int limit) {
        return audit.stream()
                .filter(each -> each.place() < before && filter.matches(each.entry()))
                .limit(limit)
                .toList();
    }

    @Override
    public void close() {}
}
