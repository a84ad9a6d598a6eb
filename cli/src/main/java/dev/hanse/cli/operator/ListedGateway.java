// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of {@code hanse gateway list}. Fields as in {@code hanse.v1.Gateway}. */
record ListedGateway(
        String cluster,
        String name,
        boolean connected,
        @Nullable Instant lastSeen,
        String softwareVersion,
        @Nullable Instant certificateExpiresAt,
        List<String> tunnelAddresses,
        @Nullable Instant joinedAt,
        boolean tunnelKeyRetired,
        boolean drained) {

    static ListedGateway of(String cluster, GatewayInfo gateway) {
        return new ListedGateway(
                cluster,
                gateway.name(),
                gateway.connected(),
                gateway.lastSeen(),
                gateway.softwareVersion(),
                gateway.certificateExpiresAt(),
                gateway.tunnelAddresses(),
                gateway.joinedAt(),
                gateway.tunnelKeyRetired(),
                gateway.drained());
    }

    /** As {@code east/gw-1}. */
    String id() {
        return cluster + "/" + name;
    }
}
