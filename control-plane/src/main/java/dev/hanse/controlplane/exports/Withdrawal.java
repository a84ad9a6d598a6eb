// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.discovery.model.ServiceName;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What would be withdrawn.
 *
 * @param services by name
 * @param endpoints in all their slices
 */
public record Withdrawal(List<ServiceName> services, int endpoints) {

    /** Copies the list. */
    public Withdrawal {
        services = List.copyOf(services);
    }

    /** With these accepted items; refused ones are seen by nobody. */
    static Withdrawal of(Collection<Contribution> items) {
        TreeSet<ServiceName> services = new TreeSet<>();
        int endpoints = 0;
        for (Contribution each : items) {
            switch (each.value().orElse(null)) {
                case ExportItem.Service(var export, var _) -> services.add(export.name());
                case ExportItem.Slice(var slice, var _) ->
                    endpoints += slice.endpoints().size();
                case null -> {}
            }
        }
        return new Withdrawal(List.copyOf(services), endpoints);
    }
}
