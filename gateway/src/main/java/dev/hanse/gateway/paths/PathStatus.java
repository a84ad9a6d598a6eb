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
 * @param states what is known of each path, in the order of the peers
 */
public record PathStatus(Set<ClusterId> unreachable, List<PathState> states) {

    /** Copies both. */
    public PathStatus {
        unreachable = Set.copyOf(unreachable);
        states = List.copyOf(states);
    }
}
