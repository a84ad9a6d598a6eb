// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.discovery.model.ClusterId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which clusters one cluster cannot reach, by what its gateways report of their paths. */
final class Reachability {

    private Reachability() {}

    /** The clusters to which some path is reported, and none that is up. */
    static Set<ClusterId> unreachableFrom(ClusterId cluster, Map<GatewayId, PathReports.Report> reports) {
        Set<ClusterId> reported = new TreeSet<>();
        Set<ClusterId> reached = new TreeSet<>();
        reports.forEach((gateway, report) -> {
            if (gateway.cluster().equals(cluster)) {
                report.paths().values().forEach(path -> {
                    reported.add(path.peer().cluster());
                    if (path.up()) {
                        reached.add(path.peer().cluster());
                    }
                });
            }
        });
        reported.removeAll(reached);
        return reported;
    }
}
