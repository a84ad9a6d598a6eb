// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.federation;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;

/** Counts what a gateway exports. Owned by the control loop. */
final class Tally {

    private int services;
    private int slices;
    private int endpoints;
    private int refusedOnly;

    Tally copy() {
        Tally copy = new Tally();
        copy.services = services;
        copy.slices = slices;
        copy.endpoints = endpoints;
        copy.refusedOnly = refusedOnly;
        return copy;
    }

    void add(Contribution contribution) {
        count(contribution, 1);
    }

    void subtract(Contribution contribution) {
        count(contribution, -1);
    }

    private void count(Contribution contribution, int sign) {
        if (contribution.value().isEmpty()) {
            refusedOnly += sign;
            return;
        }
        switch (contribution.value().get()) {
            case ExportItem.Service _ -> services += sign;
            case ExportItem.Slice(var slice) -> {
                slices += sign;
                endpoints += sign * slice.endpoints().size();
            }
        }
    }

    boolean within(ExportLimits limits) {
        return services <= limits.services() && slices <= limits.slices() && endpoints <= limits.endpoints();
    }

    int services() {
        return services;
    }

    int refusedOnly() {
        return refusedOnly;
    }
}
