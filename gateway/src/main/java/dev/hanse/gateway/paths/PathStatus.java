// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.tunnel.health.PathState;
import java.util.List;
import java.util.Set;

/**
 * The paths at one moment.
 *
 * @param unreachable other clusters whose every path is down
 * @param unreachableByAll other clusters that no gateway of this cluster reaches, as far as that is known
 * @param states what is known of each path, in the order of the peers
 * @param drained whether flows are to take other gateways of this cluster
 */
public record PathStatus(
        Set<ClusterId> unreachable, Set<ClusterId> unreachableByAll, List<PathState> states, boolean drained) {

    /** Copies all. */
    public PathStatus {
        unreachable = Set.copyOf(unreachable);
        unreachableByAll = Set.copyOf(unreachableByAll);
        states = List.copyOf(states);
    }
}
