// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.exports.RefusedExport;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.util.List;

/** Hears what the link brings. Called on the control loop. */
public interface LinkListener {

    /**
     * The control plane has welcomed this gateway.
     *
     * @param podPrefixes the cluster's pod prefixes as registered
     * @param addresses all addresses of the control plane; empty: as before
     * @param viewResumed whether the view that is held is the one that the control plane goes on from
     */
    void onWelcome(List<String> podPrefixes, List<ControlPlaneAddress> addresses, boolean viewResumed);

    /** A change of the view was applied completely. */
    void onView();

    /** The refusals of this cluster's exports have changed. */
    void onRefusals(List<RefusedExport> refusals);
}
