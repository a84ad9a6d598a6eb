// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

/**
 * How much of the heap what members say may take, in octets as {@link dev.hanse.discovery.model.HeldOctets} counts.
 *
 * <p>A third is for all of it and what follows from it: beside it stand a second copy of what is being changed, what is being sent, and the process
 * itself. A cluster has a sixth, so that one alone leaves as much to the others, and a gateway half of that, since two gateways of a cluster say the
 * same. With the 384 MiB that {@code deploy/launcher} gives, these are 128, 64 and 32 MiB.
 *
 * @param ofGateway for what one gateway says
 * @param ofCluster for what all gateways of a cluster say
 * @param ofSet for what all members say
 */
public record HeapShares(long ofGateway, long ofCluster, long ofSet) {

    /** Of a heap that grows to so many octets. */
    public static HeapShares of(long heapOctets) {
        return new HeapShares(heapOctets / 12, heapOctets / 6, heapOctets / 3);
    }

    /** Of this process's heap. */
    public static HeapShares ofProcess() {
        return of(Runtime.getRuntime().maxMemory());
    }
}
