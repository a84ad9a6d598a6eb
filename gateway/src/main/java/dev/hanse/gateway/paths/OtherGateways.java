// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.ClusterReach;
import java.util.HashSet;
import java.util.Set;

/**
 * What the cluster's other gateways reach, as the control plane says it, and what follows from that and our own paths: which clusters this one does not reach at all. While nobody says
 * what the others reach, no further cluster becomes unreachable: not to know is no outage. Pure; belongs to the control loop.
 */
final class OtherGateways {

    private enum Known {
        /** The others may reach anything. */
        NOTHING,
        /** A control plane of before: our own paths count alone. */
        NEVER,
        /** They reach all but {@code unreachable}. */
        OTHERS,
        /** There is no other one. */
        ALONE
    }

    private Known known = Known.NOTHING;
    private Set<ClusterId> unreachable = Set.of();
    private Set<ClusterId> said = Set.of();

    /** @param told whether the control plane will say it */
    void onWelcome(boolean told) {
        known = told ? Known.NOTHING : Known.NEVER;
    }

    /** @throws IllegalArgumentException with the value and the expectation */
    void onNews(ClusterReach reach) {
        Set<ClusterId> named = new HashSet<>();
        reach.getUnreachableByOthersList().forEach(each -> named.add(new ClusterId(each)));
        unreachable = named;
        known = reach.getOtherGateways() ? Known.OTHERS : Known.ALONE;
    }

    void onDisconnect() {
        known = Known.NOTHING;
    }

    /**
     * Which clusters no gateway reaches.
     *
     * @param own which this one does not reach
     */
    Set<ClusterId> unreachable(Set<ClusterId> own) {
        Set<ClusterId> now = new HashSet<>(own);
        switch (known) {
            case NOTHING -> now.retainAll(said);
            case OTHERS -> now.retainAll(unreachable);
            case NEVER, ALONE -> {}
        }
        said = Set.copyOf(now);
        return said;
    }
}
