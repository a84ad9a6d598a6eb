// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.store.StateChange;
import java.util.List;

/**
 * What follows from a change of exports: what to make durable, what to tell the exporter, and what to merge.
 *
 * @param changes to make durable together
 * @param refusals of items that were not taken
 * @param services that changed, as all clusters now export them
 */
public record ExportOutcome(List<StateChange> changes, List<ItemRefusal> refusals, List<ServiceExports> services) {

    /** Copies the lists. */
    public ExportOutcome {
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
        services = List.copyOf(services);
    }
}
