// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import java.util.List;

/**
 * Everything that a source exports at one moment: the whole set, not a change of it.
 *
 * @param exports one per service
 * @param slices the endpoints of these services
 */
public record ExportSet(List<ServiceExport> exports, List<EndpointSlice> slices) {

    /** Nothing exported: a fact that a source has read, never the result of a failed read. */
    public static final ExportSet EMPTY = new ExportSet(List.of(), List.of());

    /** Copies the lists. */
    public ExportSet {
        exports = List.copyOf(exports);
        slices = List.copyOf(slices);
    }
}
