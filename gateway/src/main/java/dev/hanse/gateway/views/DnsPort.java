// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import java.util.Set;

/** What the gateway needs of its DNS responder. */
@FunctionalInterface
public interface DnsPort {

    /**
     * Makes this view the one that is answered from, without the endpoints of these clusters, and with this cluster's
     * own addresses where it gives any. Any thread; returns at once.
     */
    void publish(View view, Set<ClusterId> unreachable, ClusterAddresses addresses);
}
