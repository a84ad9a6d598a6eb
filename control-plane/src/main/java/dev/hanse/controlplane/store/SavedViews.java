// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.model.GatewayId;
import java.util.Map;

/**
 * Where the views stood when they were last saved, so that streams resume after a restart.
 *
 * @param epoch of all views; empty: a new one is due
 * @param revision the last one used
 * @param sharedChangedAt revision at which what all gateways see last changed
 * @param ownChangedAt revision at which what only this gateway sees last changed
 */
public record SavedViews(String epoch, long revision, long sharedChangedAt, Map<GatewayId, Long> ownChangedAt) {

    /** Nothing was ever saved. */
    public static final SavedViews NONE = new SavedViews("", 0, 0, Map.of());

    /** The same history, on which nobody may go on. */
    public SavedViews ended() {
        return new SavedViews("", revision, sharedChangedAt, ownChangedAt);
    }

    /** Copies the map. */
    public SavedViews {
        ownChangedAt = Map.copyOf(ownChangedAt);
    }
}
