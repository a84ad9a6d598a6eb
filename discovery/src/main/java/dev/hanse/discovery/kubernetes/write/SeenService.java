// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is there of one service.
 *
 * @param imported null: no import of ours
 * @param service null: no derived Service of ours
 * @param addresses of the Service
 * @param slices by their names
 */
record SeenService(
        @Nullable Seen<WrittenImport> imported,
        @Nullable Seen<WrittenService> service,
        ServiceAddresses addresses,
        Map<String, Seen<WrittenSlice>> slices) {

    static final SeenService NOTHING = new SeenService(null, null, ServiceAddresses.NONE, Map.of());

    SeenService {
        slices = Map.copyOf(slices);
    }

    /** Uid of the import that all else belongs to; empty: there is none yet. */
    String owner() {
        return imported == null ? "" : imported.uid();
    }
}
