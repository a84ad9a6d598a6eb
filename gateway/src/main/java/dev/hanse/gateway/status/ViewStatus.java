// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.tunnel.health.PathState;
import java.util.List;
import java.util.Set;

/**
 * What is served at one moment.
 *
 * @param served whether DNS answers from a view at all
 * @param fromState whether that view is of before the restart or of before the link was lost, not yet confirmed by the control plane
 * @param view what DNS answers from
 * @param content what the control plane said
 * @param addresses what names of ClusterSetIP services lead to
 * @param unreachable clusters whose endpoints are withdrawn here
 * @param paths the state of each known path
 * @param podPrefixes the cluster's own, as registered
 * @param drained whether flows are to take other gateways of this cluster
 */
public record ViewStatus(
        boolean served,
        boolean fromState,
        View view,
        ViewContent content,
        ClusterAddresses addresses,
        Set<ClusterId> unreachable,
        List<PathState> paths,
        List<String> podPrefixes,
        boolean drained) {

    /** Copies the collections. */
    public ViewStatus {
        unreachable = Set.copyOf(unreachable);
        paths = List.copyOf(paths);
        podPrefixes = List.copyOf(podPrefixes);
    }
}
