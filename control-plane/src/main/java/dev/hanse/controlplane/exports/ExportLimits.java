// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.HeapShares;

/**
 * How much may be exported. Each item is counted for its gateway, for its cluster, and for the cluster set.
 *
 * @param ofGateway one gateway's exports
 * @param ofCluster what all gateways of a cluster say together
 * @param ofSet what all members say together
 */
public record ExportLimits(Quota ofGateway, Quota ofCluster, Quota ofSet) {

    /** The heap that {@code deploy/launcher} gives a control plane. */
    private static final long LAUNCHERS_HEAP = 384L << 20;

    /** By the heap that {@code deploy/launcher} gives. */
    public static final ExportLimits DEFAULT = of(HeapShares.of(LAUNCHERS_HEAP));

    /** One gateway's limits; cluster and set as by default. */
    public ExportLimits(int services, int slices, int endpoints) {
        this(new Quota(services, slices, endpoints, DEFAULT.ofGateway.octets()), DEFAULT.ofCluster, DEFAULT.ofSet);
    }

    /** By shares of the heap. The numbers of items are twice what the largest clusters that peers report on have, and more for all together. */
    public static ExportLimits of(HeapShares shares) {
        return new ExportLimits(
                new Quota(5_000, 20_000, 200_000, shares.ofGateway()),
                new Quota(20_000, 80_000, 800_000, shares.ofCluster()),
                new Quota(50_000, 200_000, 2_000_000, shares.ofSet()));
    }
}
