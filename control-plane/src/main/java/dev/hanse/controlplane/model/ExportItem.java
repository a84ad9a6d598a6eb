// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.ServiceExport;

/** One thing that a cluster exports. */
public sealed interface ExportItem {

    /** Its name. */
    ExportKey key();

    /** {@link ServiceExport#origin} of a service; not known of a slice. */
    ExportOrigin origin();

    /** A service. */
    record Service(ServiceExport export) implements ExportItem {
        @Override
        public ExportKey key() {
            return ExportKey.of(export.name());
        }

        @Override
        public ExportOrigin origin() {
            return export.origin();
        }
    }

    /** Endpoints of a service. */
    record Slice(EndpointSlice slice) implements ExportItem {
        @Override
        public ExportKey key() {
            return new ExportKey(slice.service(), slice.name());
        }

        @Override
        public ExportOrigin origin() {
            return ExportOrigin.UNKNOWN;
        }
    }
}
