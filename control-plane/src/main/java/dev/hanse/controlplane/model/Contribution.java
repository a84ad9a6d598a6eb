// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import java.util.Optional;

/**
 * What one gateway says of one item, and what became of it.
 *
 * @param gateway who says it
 * @param key of the item
 * @param stamp grows with each change of a contribution; the highest of a cluster counts
 * @param value the last accepted value; empty: none was
 * @param refusal of the last value sent; empty: it was accepted
 */
public record Contribution(
        GatewayId gateway, ExportKey key, long stamp, Optional<ExportItem> value, Optional<Refusal> refusal) {

    /** Whether the other says the same, whenever it was said. */
    public boolean sameAs(Contribution other) {
        return value.equals(other.value) && refusal.equals(other.refusal);
    }
}
