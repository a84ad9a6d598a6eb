// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one cluster exports: the contributions of its gateways, of which the one that changed last counts for each item.
 *
 * <p>Owned by the control loop.
 */
final class ClusterExports {

    private static final Comparator<Contribution> LATER = Comparator.comparingLong(Contribution::stamp);

    private final ClusterMember cluster;
    private final QuotaLedger ledger;
    private final Map<GatewayId, GatewayExports> gateways = new TreeMap<>();
    private final FirstSeenTimes firstSeen;

    ClusterExports(ClusterMember cluster, QuotaLedger ledger) {
        this.cluster = cluster;
        this.ledger = ledger;
        this.firstSeen = new FirstSeenTimes(cluster.id());
    }

    ClusterMember cluster() {
        return cluster;
    }

    void addGateway(GatewayId gateway) {
        ledger.addGateway(gateway);
        gateways.put(gateway, new GatewayExports(gateway, ledger));
    }

    void removeGateway(GatewayId gateway) {
        gateways.remove(gateway);
        ledger.removeGateway(gateway);
    }

    /** What would be withdrawn with some gateways: what none of the others says. */
    Withdrawal withdrawal(Predicate<GatewayId> going) {
        NavigableMap<ExportKey, Contribution> gone = new TreeMap<>();
        for (GatewayExports each : gateways.values()) {
            if (going.test(each.gateway())) {
                each.all().forEach(said -> gone.merge(said.key(), said, ClusterExports::later));
            }
        }
        for (GatewayExports each : gateways.values()) {
            if (!going.test(each.gateway())) {
                each.all().stream().filter(said -> said.value().isPresent()).forEach(said -> gone.remove(said.key()));
            }
        }
        return Withdrawal.of(gone.values());
    }

    Optional<GatewayExports> gateway(GatewayId gateway) {
        return Optional.ofNullable(gateways.get(gateway));
    }

    Collection<GatewayExports> gateways() {
        return gateways.values();
    }

    FirstSeenTimes firstSeen() {
        return firstSeen;
    }

    /** What any gateway says of a service, the later of two where they say the same item; in order of keys. */
    private NavigableMap<ExportKey, Contribution> said(ServiceName service) {
        NavigableMap<ExportKey, Contribution> latest = new TreeMap<>();
        for (GatewayExports each : gateways.values()) {
            for (ExportKey key : each.keysOf(service)) {
                each.find(key).ifPresent(said -> latest.merge(key, said, ClusterExports::later));
            }
        }
        return latest;
    }

    /** The later one; an accepted value is not hidden by a later refusal elsewhere. */
    private static Contribution later(Contribution one, Contribution other) {
        Contribution later = LATER.compare(one, other) >= 0 ? one : other;
        Contribution earlier = later == one ? other : one;
        return later.value().isPresent()
                ? later
                : new Contribution(later.gateway(), later.key(), later.stamp(), earlier.value(), later.refusal());
    }

    /** All services that any gateway says something of. */
    Set<ServiceName> mentioned() {
        Set<ServiceName> names = new TreeSet<>();
        gateways.values()
                .forEach(each -> each.all().forEach(said -> names.add(said.key().service())));
        return names;
    }

    /** Notes which services were seen for the first time, or are gone; returns that to save. */
    List<StateChange> noteSeen(Set<ServiceName> services, Sight sight) {
        List<StateChange> changes = new ArrayList<>();
        for (ServiceName service : services) {
            if (mentions(service)) {
                firstSeen.mentioned(service, export(service), sight).ifPresent(changes::add);
            } else {
                changes.add(firstSeen.gone(service));
            }
        }
        return changes;
    }

    private Optional<ServiceExport> export(ServiceName service) {
        return ServiceExports.OfCluster.exportIn(said(service).values());
    }

    private boolean mentions(ServiceName service) {
        return gateways.values().stream().anyMatch(each -> !each.keysOf(service).isEmpty());
    }

    /** The cluster's part of a service; empty: it says nothing of it. */
    Optional<ServiceExports.OfCluster> partOf(ServiceName service) {
        Collection<Contribution> said = said(service).values();
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(new ServiceExports.OfCluster(
                        said, ServiceExports.OfCluster.exportIn(said).map(export -> firstSeen.age(export.name()))));
    }

    /** How many services are exported. */
    int services() {
        return ledger.services(cluster.id());
    }
}
