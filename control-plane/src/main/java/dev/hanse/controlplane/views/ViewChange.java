// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.model.Position;
import java.util.List;

/**
 * What brings a gateway's view up to a position.
 *
 * @param position where the view stands after it
 * @param snapshot whether what is not named here is gone
 * @param upserts new or changed items
 * @param removals of items; none in a snapshot
 */
public record ViewChange(Position position, boolean snapshot, List<ViewItem> upserts, List<ViewKey> removals) {

    /** Copies the lists. */
    public ViewChange {
        upserts = List.copyOf(upserts);
        removals = List.copyOf(removals);
    }

    /** Whether there is nothing to tell; an empty snapshot tells that there is nothing. */
    public boolean isEmpty() {
        return !snapshot && upserts.isEmpty() && removals.isEmpty();
    }
}
