// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.exports.Withdrawal;
import dev.hanse.controlplane.model.GatewayId;
import java.util.List;

/**
 * What a removal ends.
 *
 * @param gateways that are no members any more
 * @param withdrawn what was exported by nobody else
 * @param kept whether that is durable already
 */
record Removed(List<GatewayId> gateways, Withdrawal withdrawn, boolean kept) {

    /** Copies the list. */
    Removed {
        gateways = List.copyOf(gateways);
    }

    Removed kept(boolean durable) {
        return new Removed(gateways, withdrawn, durable);
    }
}
