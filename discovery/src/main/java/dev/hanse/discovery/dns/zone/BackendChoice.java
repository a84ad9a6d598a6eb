// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Selection;
import java.util.List;

/** Applies a {@link Selection}: the backends that a service's name stands for, as seen from one cluster. */
final class BackendChoice {

    private final ClusterId local;

    BackendChoice(ClusterId local) {
        this.local = local;
    }

    /** The backends that answer; empty only if there is none that the rule allows. */
    List<Backends> choose(Selection selection, List<Backends> backends) {
        List<Backends> inUse = Backends.inUse(backends);
        List<Backends> chosen = tier(selection, inUse);
        return chosen.isEmpty() ? tier(selection, backends) : chosen;
    }

    private List<Backends> tier(Selection selection, List<Backends> backends) {
        return switch (selection) {
            case Selection.Spread() -> backends;
            case Selection.LocalFirst() -> ordered(List.of(local), true, backends);
            case Selection.Ordered(List<ClusterId> clusters, boolean fallback) -> ordered(clusters, fallback, backends);
        };
    }

    private static List<Backends> ordered(List<ClusterId> clusters, boolean fallback, List<Backends> backends) {
        for (ClusterId cluster : clusters) {
            List<Backends> tier = Filter.of(backends, b -> b.cluster().equals(cluster));
            if (!tier.isEmpty()) {
                return tier;
            }
        }
        return fallback ? backends : List.of();
    }
}
