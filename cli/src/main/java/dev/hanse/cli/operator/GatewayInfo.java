// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.Gateway;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway of a member. Fields as in {@code hanse.v1.Gateway}. */
record GatewayInfo(
        String name,
        boolean connected,
        @Nullable Instant lastSeen,
        String softwareVersion,
        @Nullable Instant certificateExpiresAt,
        List<String> tunnelAddresses,
        @Nullable Instant joinedAt,
        boolean tunnelKeyRetired,
        boolean drained) {

    static GatewayInfo of(Gateway gateway) {
        return new GatewayInfo(
                gateway.getName(),
                gateway.getConnected(),
                gateway.hasLastSeen() ? ProtoTime.toInstant(gateway.getLastSeen()) : null,
                gateway.getSoftwareVersion(),
                gateway.hasCertificateExpiresAt() ? ProtoTime.toInstant(gateway.getCertificateExpiresAt()) : null,
                List.copyOf(gateway.getTunnelAddressesList()),
                gateway.hasJoinedAt() ? ProtoTime.toInstant(gateway.getJoinedAt()) : null,
                gateway.getTunnelKeyRetired(),
                gateway.getDrained());
    }
}
