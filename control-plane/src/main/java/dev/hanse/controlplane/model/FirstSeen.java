// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.time.Instant;
import java.util.Optional;

/**
 * When a cluster's export was first seen, by whichever of its gateways: no claim makes it older, and no second gateway younger.
 *
 * @param cluster the exporter
 * @param service what it exports
 * @param at when; the start of the control plane where it was first seen just after that
 * @param claimed when the exporter said then that it was made; empty: that does not count
 */
public record FirstSeen(ClusterId cluster, ServiceName service, Instant at, Optional<Instant> claimed) {

    /** Of an export whose claim does not count. */
    public FirstSeen(ClusterId cluster, ServiceName service, Instant at) {
        this(cluster, service, at, Optional.empty());
    }
}
