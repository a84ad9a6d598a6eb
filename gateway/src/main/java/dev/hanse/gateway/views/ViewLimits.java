// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

/**
 * How much a view may be. The control plane bounds what members export; these hold also where it does not, or counts otherwise.
 *
 * @param items of all kinds
 * @param octets of memory for all of them, as {@link dev.hanse.discovery.model.HeldOctets} counts
 * @param octetsOfCluster of what one cluster exports, so that no cluster keeps others out
 */
record ViewLimits(int items, long octets, long octetsOfCluster) {

    /** Ten times the largest cluster set that Hanse is measured with. */
    private static final int MAX_ITEMS = 250_000;

    /**
     * By the heap of the process. A third is for a view and the zone that is made of it; another is for the view that takes its place, of which everything
     * may be new; the rest for what is read and kept on disk meanwhile, and for the process. One cluster may have half.
     */
    static ViewLimits ofHeap(long maxOctets) {
        return new ViewLimits(MAX_ITEMS, maxOctets / 3, maxOctets / 6);
    }

    static ViewLimits ofProcess() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }
}
