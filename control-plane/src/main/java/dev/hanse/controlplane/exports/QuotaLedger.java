// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what the gateways of all clusters hold, and what the changes whose pieces are still arriving would make of it, in items and in octets. An item
 * is counted here and nowhere else, whether it was read at start, staged or made real, so that no limit is checked against a number of somebody else's.
 *
 * <p>Owned by the control loop. Bounded by the number of gateways and of exported services.
 */
final class QuotaLedger {

    /** Refused items without an accepted value are remembered for the exporter's status up to this many per gateway. */
    static final int MAX_REFUSED_ONLY = 1_000;

    private final ExportLimits limits;
    private final Map<ClusterId, ClusterHoldings> clusters = new HashMap<>();
    private Holdings ofSet = Holdings.NONE;

    QuotaLedger(ExportLimits limits) {
        this.limits = limits;
    }

    /** A gateway of a member is there. */
    void addGateway(GatewayId gateway) {
        change(gateway, cluster -> cluster.addGateway(gateway));
    }

    /** A gateway of a member is gone. */
    void removeGateway(GatewayId gateway) {
        change(gateway, cluster -> cluster.removeGateway(gateway));
    }

    /** A member is gone. */
    void remove(ClusterId cluster) {
        ClusterHoldings gone = clusters.remove(cluster);
        if (gone != null) {
            ofSet = ofSet.minus(gone.reserved());
        }
    }

    /** One thing that happens to a cluster's holdings. */
    @FunctionalInterface
    private interface Change {
        void apply(ClusterHoldings cluster);
    }

    private void change(GatewayId gateway, Change change) {
        ClusterHoldings cluster = of(gateway.cluster());
        Holdings before = cluster.reserved();
        change.apply(cluster);
        ofSet = ofSet.minus(before).plus(cluster.reserved());
    }

    private ClusterHoldings of(ClusterId cluster) {
        return clusters.computeIfAbsent(cluster, _ -> new ClusterHoldings());
    }

    // --- what is held ---

    /** A gateway's item is now another, or gone, or new. */
    void replace(GatewayId gateway, Optional<Contribution> before, Optional<Contribution> after) {
        change(gateway, cluster -> {
            cluster.hold(gateway, difference(cluster.heldBy(gateway), before, after));
            service(before).ifPresent(each -> cluster.countExporter(each, -1));
            service(after).ifPresent(each -> cluster.countExporter(each, 1));
        });
    }

    /** The service that somebody exports with it. */
    private static Optional<ServiceName> service(Optional<Contribution> said) {
        return said.filter(each -> !each.key().isSlice() && each.value().isPresent())
                .map(each -> each.key().service());
    }

    private static Holdings difference(Holdings all, Optional<Contribution> before, Optional<Contribution> after) {
        Holdings without = before.map(Holdings::of).map(all::minus).orElse(all);
        return after.map(Holdings::of).map(without::plus).orElse(without);
    }

    Holdings heldBy(GatewayId gateway) {
        return of(gateway.cluster()).heldBy(gateway);
    }

    /** What is reserved for all members. */
    Holdings ofSet() {
        return ofSet;
    }

    /** How many services a cluster exports; one that several gateways export counts once. */
    int services(ClusterId cluster) {
        return of(cluster).services();
    }

    /** Refuses what was kept from before and is more than may be held. */
    Optional<Refusal> requireRoomToHold(Contribution kept) {
        Holdings then = heldBy(kept.gateway()).plus(Holdings.of(kept));
        return then.refusedOnly() > MAX_REFUSED_ONLY
                ? Optional.of(new Refusal(
                        Refusal.Reason.QUOTA_EXCEEDED,
                        kept.key() + " (expected: at most " + MAX_REFUSED_ONLY + " refused items)"))
                : tooMuch(kept, then);
    }

    // --- what is staged ---

    /** A gateway begins a change, from what it holds or, with a snapshot, from nothing. */
    void stage(GatewayId gateway, boolean snapshot) {
        change(gateway, cluster -> cluster.stage(gateway, snapshot ? Holdings.NONE : cluster.heldBy(gateway)));
    }

    /** The gateway's change was made real or given up. */
    void unstage(GatewayId gateway) {
        change(gateway, cluster -> cluster.unstage(gateway));
    }

    /** In the change under way an item is now another, or gone, or new. */
    void restage(GatewayId gateway, Optional<Contribution> before, Optional<Contribution> after) {
        change(gateway, cluster -> {
            cluster.stage(gateway, difference(cluster.stagedBy(gateway), before, after));
            service(before).ifPresent(each -> cluster.countComing(gateway, each, -1));
            service(after).ifPresent(each -> cluster.countComing(gateway, each, 1));
        });
    }

    Holdings stagedBy(GatewayId gateway) {
        return of(gateway.cluster()).stagedBy(gateway);
    }

    /** Refuses an item that would be too much in the change under way. */
    Optional<Refusal> requireRoom(Optional<Contribution> before, Contribution after) {
        return tooMuch(after, difference(stagedBy(after.gateway()), before, Optional.of(after)));
    }

    /** Whether a refused item can keep its last accepted value: it counts already in the change under way, or may. */
    boolean canKeep(Optional<Contribution> before, Contribution kept) {
        return before.map(Holdings::of).equals(Optional.of(Holdings.of(kept)))
                || requireRoom(before, kept).isEmpty();
    }

    private Optional<Refusal> tooMuch(Contribution item, Holdings then) {
        return then.within(limits.ofGateway())
                ? tooMuchForOthers(item, then)
                : refuse(item.key(), limits.ofGateway(), "from one gateway");
    }

    private Optional<Refusal> tooMuchForOthers(Contribution item, Holdings then) {
        GatewayId gateway = item.gateway();
        ClusterHoldings cluster = of(gateway.cluster());
        Holdings ofCluster = cluster.reservedWith(gateway, then, service(Optional.of(item)));
        if (!ofCluster.within(limits.ofCluster())) {
            return refuse(item.key(), limits.ofCluster(), "from all gateways of a cluster together");
        }
        return ofSet.minus(cluster.reserved()).plus(ofCluster).within(limits.ofSet())
                ? Optional.empty()
                : refuse(item.key(), limits.ofSet(), "from all clusters together");
    }

    private static Optional<Refusal> refuse(ExportKey key, Quota quota, String whose) {
        return Optional.of(
                new Refusal(Refusal.Reason.QUOTA_EXCEEDED, key + " (expected: at most " + quota + " " + whose + ")"));
    }

    /** Whether one more refused item without an accepted value can be remembered, also of a gateway that holds all it may. */
    boolean hasRoomForRefused(Optional<Contribution> before, Contribution refused) {
        Holdings then = difference(stagedBy(refused.gateway()), before, Optional.of(refused));
        return then.refusedOnly() <= MAX_REFUSED_ONLY
                && tooMuchForOthers(refused, then).isEmpty();
    }
}
