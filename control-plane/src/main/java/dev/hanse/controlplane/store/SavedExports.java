// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import java.util.List;
import java.util.Map;

/**
 * All exports, and where the views that follow from them stand.
 *
 * @param contributions of all gateways
 * @param positions where each gateway's sequence of export deltas stands
 * @param firstSeen of all exports
 * @param views that follow from these exports
 */
public record SavedExports(
        List<Contribution> contributions,
        Map<GatewayId, Position> positions,
        List<FirstSeen> firstSeen,
        SavedViews views) {

    /** No exports. */
    public static final SavedExports NONE = new SavedExports(List.of(), Map.of(), List.of(), SavedViews.NONE);

    /** Copies the collections. */
    public SavedExports {
        contributions = List.copyOf(contributions);
        positions = Map.copyOf(positions);
        firstSeen = List.copyOf(firstSeen);
    }
}
