// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.discovery.model.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a cluster reaches through gateways other than the one that asks. A gateway that has not said, and one that was lost a short time ago, may reach all: not to know is no outage. One that
 * is lost for longer reaches what reports to reach it. Owned by the control loop.
 */
public final class ClusterReach {

    private final Members members;
    private final PathReports reports;
    private final Duration hold;
    private final Instant begun;
    private final Set<GatewayId> connected = new HashSet<>();
    private final Map<GatewayId, Lost> lost = new HashMap<>();

    /** What one said last, and until when it was connected. */
    private record Lost(Instant since, Set<ClusterId> unreachable) {}

    /**
     * What the others reach.
     *
     * @param others whether there are any
     * @param unreachable clusters that none of them reaches
     */
    public record Reach(boolean others, Set<ClusterId> unreachable) {}

    /**
     * Nobody is connected yet.
     *
     * @param hold for how long a gateway that is lost still counts as one that carries packets
     * @param now on a clock that does not step
     */
    public ClusterReach(Members members, PathReports reports, Duration hold, Instant now) {
        this.members = members;
        this.reports = reports;
        this.hold = hold;
        this.begun = now;
    }

    /** The gateway speaks from now on. */
    public void connected(GatewayId gateway) {
        connected.add(gateway);
        lost.remove(gateway);
    }

    /** The gateway is not heard any more; before its report is forgotten. */
    public void lost(GatewayId gateway, Instant now) {
        if (connected.remove(gateway)) {
            lost.put(gateway, new Lost(now, said(gateway)));
        }
    }

    /** What the cluster of {@code asking} reaches without it. */
    public Reach without(GatewayId asking, Instant now) {
        lost.keySet().removeIf(each -> members.gateway(each).isEmpty());
        Set<ClusterId> unreachable = null;
        for (GatewayMember other : members.gatewaysOf(asking.cluster())) {
            Optional<Set<ClusterId>> down =
                    other.id().equals(asking) || other.tunnel().isEmpty()
                            ? Optional.empty()
                            : unreachable(other.id(), now);
            if (down.isPresent()) {
                if (unreachable == null) {
                    unreachable = new TreeSet<>(down.get());
                } else {
                    unreachable.retainAll(down.get());
                }
            }
        }
        return unreachable == null ? new Reach(false, Set.of()) : new Reach(true, unreachable);
    }

    /** What that gateway does not reach; empty: it carries nothing. */
    private Optional<Set<ClusterId>> unreachable(GatewayId gateway, Instant now) {
        if (connected.contains(gateway)) {
            return Optional.of(said(gateway));
        }
        Lost before = lost.getOrDefault(gateway, new Lost(begun, Set.of()));
        if (Duration.between(before.since(), now).compareTo(hold) < 0) {
            return Optional.of(before.unreachable());
        }
        Set<ClusterId> reaching = reaching(gateway);
        if (reaching.isEmpty()) {
            return Optional.empty();
        }
        Set<ClusterId> all = new HashSet<>(members.clusters().keySet());
        all.removeAll(reaching);
        return Optional.of(all);
    }

    /** Clusters to which the gateway reports some path, and none that is up. */
    private Set<ClusterId> said(GatewayId gateway) {
        PathReports.Report report = reports.all().get(gateway);
        return report == null ? Set.of() : report.unreachable();
    }

    /** Clusters whose gateways report that they reach this one. */
    private Set<ClusterId> reaching(GatewayId gateway) {
        Set<ClusterId> clusters = new HashSet<>();
        reports.all().forEach((reporting, report) -> {
            PathReports.Path path = report.paths().get(gateway);
            if (path != null && path.up()) {
                clusters.add(reporting.cluster());
            }
        });
        return clusters;
    }
}
