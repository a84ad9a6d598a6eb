// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.Comparator;

/**
 * Names an imported slice.
 *
 * @param service the service
 * @param cluster the exporting cluster
 * @param slice name of the slice within service and cluster
 */
public record SliceKey(ServiceName service, ClusterId cluster, String slice) implements Comparable<SliceKey> {

    private static final Comparator<SliceKey> ORDER = Comparator.comparing(SliceKey::service)
            .thenComparing(SliceKey::cluster)
            .thenComparing(SliceKey::slice);

    @Override
    public int compareTo(SliceKey other) {
        return ORDER.compare(this, other);
    }
}
