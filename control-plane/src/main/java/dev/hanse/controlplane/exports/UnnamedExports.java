// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.ExportKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway said before it began a sequence that does not cover all its sources, and does not name any more: it
 * stays, as what a lost gateway said, until somebody of its cluster knows better. Bounded by what the gateway holds.
 * Owned by the control loop.
 */
final class UnnamedExports {

    private final Set<ExportKey> keys = new HashSet<>();
    private @Nullable Instant since;

    /** A sequence has begun that covers some sources only. */
    void begin(Collection<ExportKey> held) {
        clear();
        keys.addAll(held);
    }

    /** The gateway has said something of these. */
    void named(Collection<ExportKey> said) {
        keys.removeAll(said);
    }

    void clear() {
        keys.clear();
        since = null;
    }

    /** Those that have been unnamed for {@code hold}, counted from the first time that this was asked. */
    List<ExportKey> longUnnamed(Duration hold, Instant now) {
        Instant asked = since == null ? now : since;
        since = asked;
        return asked.plus(hold).isAfter(now) ? List.of() : List.copyOf(keys);
    }
}
