// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ClusterId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what is to be there of a service while the control plane is away: this cluster's own slices as its API has them, and all else as it was seen. Another gateway may have written
 * it from a newer view. Pure.
 */
final class WantedAlone {

    private WantedAlone() {}

    /**
     * @param complete what would be there by the last view and the cluster's own changes; empty: nothing
     * @param seen what is there
     * @param own this cluster
     */
    static Optional<Wanted> of(Optional<Wanted> complete, SeenService seen, ClusterId own) {
        Map<String, WrittenSlice> others = new HashMap<>();
        seen.slices().forEach((name, slice) -> {
            if (!isOf(own, slice.content())) {
                others.put(name, slice.content());
            }
        });
        if (others.isEmpty() && complete.map(wanted -> isAllOf(own, wanted)).orElse(true)) {
            return complete;
        }
        complete.ifPresent(wanted -> wanted.slices().forEach((name, slice) -> {
            if (isOf(own, slice)) {
                others.put(name, slice);
            }
        }));
        return imported(complete, seen).map(imported -> new Wanted(imported, service(complete, seen), others));
    }

    private static boolean isOf(ClusterId own, WrittenSlice slice) {
        return slice.cluster().equals(WrittenNames.cluster(own));
    }

    private static boolean isAllOf(ClusterId own, Wanted wanted) {
        return wanted.imported().status().clusters().equals(List.of(own.value()));
    }

    private static Optional<WrittenImport> imported(Optional<Wanted> complete, SeenService seen) {
        Seen<WrittenImport> there = seen.imported();
        return there == null ? complete.map(Wanted::imported) : Optional.of(there.content());
    }

    private static Optional<WrittenService> service(Optional<Wanted> complete, SeenService seen) {
        Seen<WrittenService> there = seen.service();
        return there == null ? complete.flatMap(Wanted::service) : Optional.of(there.content());
    }
}
