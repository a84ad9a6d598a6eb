// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.discovery.model.HeldOctets;

/**
 * How much somebody holds.
 *
 * @param services with an accepted value
 * @param slices with an accepted value
 * @param endpoints in all these slices
 * @param refusedOnly items that were refused and have no accepted value
 * @param octets of memory for all of it
 */
record Holdings(int services, int slices, int endpoints, int refusedOnly, long octets) {

    static final Holdings NONE = new Holdings(0, 0, 0, 0, 0);

    /** An item that was refused, with the condition that tells of it. */
    private static final int REFUSED = 1_000;

    /** What one item counts for. */
    static Holdings of(Contribution contribution) {
        long refusal = contribution
                .refusal()
                .map(each -> 3 * HeldOctets.text(each.message()))
                .orElse(0L);
        return contribution
                .value()
                .map(value -> of(value, refusal))
                .orElseGet(() -> new Holdings(0, 0, 0, 1, REFUSED + refusal));
    }

    private static Holdings of(ExportItem value, long refusal) {
        return switch (value) {
            case ExportItem.Service(var _, var octets) -> new Holdings(1, 0, 0, 0, octets + refusal);
            case ExportItem.Slice(var slice, var octets) ->
                new Holdings(0, 1, slice.endpoints().size(), 0, octets + refusal);
        };
    }

    Holdings plus(Holdings other) {
        return new Holdings(
                services + other.services,
                slices + other.slices,
                endpoints + other.endpoints,
                refusedOnly + other.refusedOnly,
                octets + other.octets);
    }

    Holdings minus(Holdings other) {
        return plus(new Holdings(-other.services, -other.slices, -other.endpoints, -other.refusedOnly, -other.octets));
    }

    /** The more of both, by each number. */
    Holdings max(Holdings other) {
        return new Holdings(
                Math.max(services, other.services),
                Math.max(slices, other.slices),
                Math.max(endpoints, other.endpoints),
                Math.max(refusedOnly, other.refusedOnly),
                Math.max(octets, other.octets));
    }

    boolean within(Quota quota) {
        return services <= quota.services()
                && slices <= quota.slices()
                && endpoints <= quota.endpoints()
                && octets <= quota.octets();
    }
}
