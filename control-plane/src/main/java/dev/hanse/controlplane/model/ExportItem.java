// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;

/** One thing that a cluster exports. */
public sealed interface ExportItem {

    /** Its name. */
    ExportKey key();

    /** {@link ServiceExport#generation} of a service; 0: not known, or it is a slice. */
    long generation();

    /** A service. */
    record Service(ServiceExport export) implements ExportItem {
        @Override
        public ExportKey key() {
            return ExportKey.of(export.name());
        }

        @Override
        public long generation() {
            return export.generation();
        }
    }

    /** Endpoints of a service. */
    record Slice(EndpointSlice slice) implements ExportItem {
        @Override
        public ExportKey key() {
            return new ExportKey(slice.service(), slice.name());
        }

        @Override
        public long generation() {
            return 0;
        }
    }
}
