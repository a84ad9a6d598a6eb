// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.DnsLabel;
import java.util.Comparator;

/**
 * Names a gateway.
 *
 * @param cluster the cluster that it serves
 * @param name unique within the cluster; RFC 1123 label
 */
public record GatewayId(ClusterId cluster, String name) implements Comparable<GatewayId> {

    private static final Comparator<GatewayId> ORDER =
            Comparator.comparing(GatewayId::cluster).thenComparing(GatewayId::name);

    /** Checks the name. */
    public GatewayId {
        DnsLabel.require("gateway name", name);
    }

    @Override
    public int compareTo(GatewayId other) {
        return ORDER.compare(this, other);
    }

    /** {@code cluster/name}. */
    @Override
    public String toString() {
        return cluster + "/" + name;
    }
}
