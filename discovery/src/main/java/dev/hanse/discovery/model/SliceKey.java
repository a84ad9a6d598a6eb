// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/**
 * Names an imported slice.
 *
 * @param service the service
 * @param cluster the exporting cluster
 * @param slice name of the slice within service and cluster
 */
public record SliceKey(ServiceName service, ClusterId cluster, String slice) implements Comparable<SliceKey> {

    /** Sorts before all other ids. */
    private static final ClusterId FIRST_CLUSTER = new ClusterId("0");

    /** Sorts before all slices of the service, and behind those of services before it. */
    public static SliceKey firstOf(ServiceName service) {
        return new SliceKey(service, FIRST_CLUSTER, "");
    }

    @Override
    public int compareTo(SliceKey other) {
        int services = service.compareTo(other.service);
        int clusters = services != 0 ? services : cluster.compareTo(other.cluster);
        return clusters != 0 ? clusters : slice.compareTo(other.slice);
    }
}
