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

    @Override
    public int compareTo(SliceKey other) {
        int services = service.compareTo(other.service);
        int clusters = services != 0 ? services : cluster.compareTo(other.cluster);
        return clusters != 0 ? clusters : slice.compareTo(other.slice);
    }
}
