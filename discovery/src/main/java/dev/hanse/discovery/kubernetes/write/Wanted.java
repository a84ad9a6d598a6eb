// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.util.Map;
import java.util.Optional;

/**
 * What is to be there of one service.
 *
 * @param imported the import, its addresses left out
 * @param service the derived Service; empty: one without ports cannot be
 * @param slices by their names
 */
record Wanted(WrittenImport imported, Optional<WrittenService> service, Map<String, WrittenSlice> slices) {

    Wanted {
        slices = Map.copyOf(slices);
    }
}
