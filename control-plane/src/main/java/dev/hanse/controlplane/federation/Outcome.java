// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.federation;

import dev.hanse.controlplane.store.StateChange;
import java.util.List;

/**
 * What follows from an event: what to make durable, what to tell the exporter, and whether views changed.
 *
 * @param changes to make durable together
 * @param refusals of items that were not taken
 * @param viewsChanged whether gateways have something to learn
 */
public record Outcome(List<StateChange> changes, List<ItemRefusal> refusals, boolean viewsChanged) {

    /** Nothing follows. */
    public static final Outcome NOTHING = new Outcome(List.of(), List.of(), false);

    /** Copies the lists. */
    public Outcome {
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
    }
}
