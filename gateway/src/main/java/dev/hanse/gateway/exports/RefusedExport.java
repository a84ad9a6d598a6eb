// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.proto.v1.ItemRefusal;

/**
 * An export that the control plane did not take.
 *
 * @param item {@code namespace/name}, for an EndpointSlice with {@code /slice} behind it
 * @param reason machine-readable
 * @param message for a person
 */
public record RefusedExport(String item, String reason, String message) {

    /** From the answer of the control plane. */
    static RefusedExport of(ItemRefusal refusal) {
        return new RefusedExport(ItemKeys.exportText(refusal.getKey()), refusal.getReason(), refusal.getMessage());
    }
}
