// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one cluster exports: the contributions of its gateways, of which the one that changed last counts for each item.
 *
 * <p>Owned by the control loop.
 */
final class ClusterExports {

    /** How much older than first seen an export may claim to be: what clocks may differ by. */
    static final Duration ALLOWED_SKEW = Duration.ofMinutes(5);

    private static final Comparator<Contribution> LATER = Comparator.comparingLong(Contribution::stamp);

    private final ClusterMember cluster;
    private final QuotaLedger ledger;
    private final Map<GatewayId, GatewayExports> gateways = new TreeMap<>();
    private final Map<ServiceName, Instant> firstSeen = new HashMap<>();

    ClusterExports(ClusterMember cluster, ExportLimits limits) {
        this.cluster = cluster;
        this.ledger = new QuotaLedger(limits);
    }

    ClusterMember cluster() {
        return cluster;
    }

    void addGateway(GatewayId gateway) {
        gateways.put(gateway, new GatewayExports(gateway, ledger));
    }

    QuotaLedger ledger() {
        return ledger;
    }

    Optional<GatewayExports> gateway(GatewayId gateway) {
        return Optional.ofNullable(gateways.get(gateway));
    }

    Collection<GatewayExports> gateways() {
        return gateways.values();
    }

    Map<ServiceName, Instant> firstSeen() {
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

    /** Whether any gateway says anything of the service. */
    boolean mentions(ServiceName service) {
        return gateways.values().stream().anyMatch(each -> !each.keysOf(service).isEmpty());
    }

    /** The cluster's part of a service; empty: it says nothing of it. */
    Optional<ServiceExports.OfCluster> partOf(ServiceName service) {
        Collection<Contribution> said = said(service).values();
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(new ServiceExports.OfCluster(
                        said, ServiceExports.OfCluster.exportIn(said).map(this::effectiveCreation)));
    }

    private Instant effectiveCreation(ServiceExport export) {
        Instant seen = firstSeen.get(export.name());
        Instant earliest = seen == null ? Instant.MIN : seen.minus(ALLOWED_SKEW);
        return export.createdAt().isBefore(earliest) ? earliest : export.createdAt();
    }

    /** How many services are exported. */
    int services() {
        return ledger.services();
    }
}
