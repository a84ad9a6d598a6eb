// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.SliceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A slice and the cluster that exports it, and what was made of its endpoints so far: that is as good as new while the slice is the same. Owned by the compiler's thread. */
final class SliceInput {

    private final ClusterId cluster;
    private final EndpointSlice slice;
    private @Nullable Backends ready;

    SliceInput(ClusterId cluster, EndpointSlice slice) {
        this.cluster = cluster;
        this.slice = slice;
    }

    ClusterId cluster() {
        return cluster;
    }

    EndpointSlice slice() {
        return slice;
    }

    /** Its ready endpoints, perhaps none. */
    Backends ready() {
        if (ready == null) {
            List<Endpoint> all = slice.endpoints();
            List<Endpoint> fit = Filter.fitsAll(all, Endpoint::ready) ? all : Filter.of(all, Endpoint::ready);
            ready = new Backends(cluster, slice.ports(), fit);
        }
        return ready;
    }

    /** Keeps nothing of what was made: it takes memory, and is little to make again. */
    void forget() {
        ready = null;
    }

    /** Whether it is of the very same slice. */
    boolean isOf(EndpointSlice other) {
        return slice == other;
    }

    /** Whether it stands before this one, of the same service, in the order of {@link SliceKey}. */
    boolean isBefore(SliceKey key) {
        int clusters = cluster.compareTo(key.cluster());
        return clusters < 0 || clusters == 0 && slice.name().compareTo(key.slice()) < 0;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof SliceInput input && cluster.equals(input.cluster) && slice.equals(input.slice);
    }

    @Override
    public int hashCode() {
        return 31 * cluster.hashCode() + slice.hashCode();
    }
}
