// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;

/**
 * How much somebody holds.
 *
 * @param services with an accepted value
 * @param slices with an accepted value
 * @param endpoints in all these slices
 * @param refusedOnly items that were refused and have no accepted value
 */
record Holdings(int services, int slices, int endpoints, int refusedOnly) {

    static final Holdings NONE = new Holdings(0, 0, 0, 0);

    private static final Holdings SERVICE = new Holdings(1, 0, 0, 0);
    private static final Holdings REFUSED_ONLY = new Holdings(0, 0, 0, 1);

    /** What one item counts for. */
    static Holdings of(Contribution contribution) {
        return contribution
                .value()
                .map(value -> switch (value) {
                    case ExportItem.Service _ -> SERVICE;
                    case ExportItem.Slice(var slice) ->
                        new Holdings(0, 1, slice.endpoints().size(), 0);
                })
                .orElse(REFUSED_ONLY);
    }

    Holdings plus(Holdings other) {
        return new Holdings(
                services + other.services,
                slices + other.slices,
                endpoints + other.endpoints,
                refusedOnly + other.refusedOnly);
    }

    Holdings minus(Holdings other) {
        return new Holdings(
                services - other.services,
                slices - other.slices,
                endpoints - other.endpoints,
                refusedOnly - other.refusedOnly);
    }

    boolean within(ExportLimits limits) {
        return services <= limits.services() && slices <= limits.slices() && endpoints <= limits.endpoints();
    }
}
