// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.ServiceName;
import java.util.Comparator;

/**
 * Names an item that a cluster exports. In order, a service comes before its slices, and these lie together.
 *
 * @param service the service
 * @param slice name of the slice; empty: the export of the service itself
 */
public record ExportKey(ServiceName service, String slice) implements Comparable<ExportKey> {

    private static final Comparator<ExportKey> ORDER =
            Comparator.comparing(ExportKey::service).thenComparing(ExportKey::slice);

    /** The export of a service. */
    public static ExportKey of(ServiceName service) {
        return new ExportKey(service, "");
    }

    /** Whether this names a slice. */
    public boolean isSlice() {
        return !slice.isEmpty();
    }

    @Override
    public int compareTo(ExportKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code namespace/name} or {@code namespace/name/slice}. */
    @Override
    public String toString() {
        return isSlice() ? service + "/" + slice : service.toString();
    }
}
