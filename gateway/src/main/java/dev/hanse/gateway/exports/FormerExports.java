// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.proto.v1.ItemKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was exported since the process started and is no longer: while some source is unknown a snapshot withdraws
 * nothing by leaving it out, so that it has to name what has gone. Belongs to the control loop.
 */
final class FormerExports {

    /** The control plane holds no more slices of one gateway; of more, the oldest are forgotten, which withdraws less. */
    static final int MAX_KEYS = 20_000;

    private final Set<ItemKey> seen = new LinkedHashSet<>();

    /** These are exported now. */
    void seen(Collection<ItemKey> keys) {
        seen.removeAll(keys);
        seen.addAll(keys);
        while (seen.size() > Math.max(MAX_KEYS, keys.size())) {
            seen.remove(seen.iterator().next());
        }
    }

    /** What is not among {@code wanted} any more; slices before services. */
    List<ItemKey> gone(Set<ItemKey> wanted) {
        List<ItemKey> gone = new ArrayList<>(seen);
        gone.removeIf(wanted::contains);
        return RemoteExports.slicesFirst(gone);
    }

    /** A snapshot of everything follows, which needs none of it. */
    void clear() {
        seen.clear();
    }
}
