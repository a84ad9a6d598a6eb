// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What gateways last reported of their paths. In memory only: each gateway reports again every ten seconds. Owned by the
 * control loop.
 */
public final class PathReports {

    /** Limit of one report. */
    public static final int MAX_PATHS = 1_024;

    private final Map<GatewayId, Report> byGateway = new TreeMap<>();

    /**
     * The path to one gateway of another cluster.
     *
     * @param peer the far end
     * @param up whether probes are answered
     * @param roundTrip median of the last probes; zero: none yet
     * @param since when {@code up} last changed
     * @param traffic what the reporting gateway carried; empty: it has not said
     * @param mtu longest packet of a pod that goes to the far end in one datagram, octets; 0: it has not said
     */
    public record Path(
            GatewayId peer, boolean up, Duration roundTrip, Instant since, Optional<PathTraffic> traffic, int mtu) {}

    /**
     * What one gateway reported.
     *
     * @param paths by peer
     * @param findings what it found on its host
     * @param receivedAt when
     */
    public record Report(Map<GatewayId, Path> paths, List<Finding> findings, Instant receivedAt) {
        /** Copies map and list. */
        public Report {
            paths = Map.copyOf(paths);
            findings = List.copyOf(findings);
        }

        /** Clusters to which some path is named, and none that is up. */
        Set<ClusterId> unreachable() {
            Set<ClusterId> down = new HashSet<>();
            paths.values().forEach(path -> down.add(path.peer().cluster()));
            paths.values().stream()
                    .filter(Path::up)
                    .forEach(path -> down.remove(path.peer().cluster()));
            return down;
        }
    }

    /**
     * Something on a gateway's host that may lose pod packets, in words of the gateway.
     *
     * @param code what kind of thing
     * @param text what and where
     * @param remedy what to do
     */
    public record Finding(String code, String text, String remedy) {}

    /** A gateway has reported; a report may name only the paths that changed, and has all findings. */
    public void put(GatewayId gateway, List<Path> paths, List<Finding> findings, Instant now) {
        Map<GatewayId, Path> all = new HashMap<>();
        Report before = byGateway.get(gateway);
        if (before != null) {
            all.putAll(before.paths());
        }
        paths.forEach(path -> all.put(path.peer(), path));
        byGateway.put(gateway, new Report(all, findings, now));
    }

    /** What a gateway reported is no longer current. */
    public void remove(GatewayId gateway) {
        byGateway.remove(gateway);
    }

    /** Forgets a cluster, at both ends. */
    public void removeAll(ClusterId cluster) {
        forget(gateway -> gateway.cluster().equals(cluster));
    }

    /** Forgets a gateway, at both ends. */
    public void forget(GatewayId gone) {
        forget(gone::equals);
    }

    private void forget(Predicate<GatewayId> gone) {
        byGateway.keySet().removeIf(gone);
        byGateway.replaceAll((_, report) -> {
            Map<GatewayId, Path> kept = new HashMap<>(report.paths());
            kept.keySet().removeIf(gone);
            return new Report(kept, report.findings(), report.receivedAt());
        });
    }

    /** All reports by gateway. */
    public Map<GatewayId, Report> all() {
        return byGateway;
    }
}
