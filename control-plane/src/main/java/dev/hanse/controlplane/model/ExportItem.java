// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.HeldOctets;
import dev.hanse.discovery.model.ServiceExport;

/** One thing that a cluster exports. */
public sealed interface ExportItem {

    /** Its name. */
    ExportKey key();

    /** {@link ServiceExport#origin} of a service; not known of a slice. */
    ExportOrigin origin();

    /** {@link HeldOctets} of the item, weighed when it is read, where nobody waits for it, since quotas ask for it again and again. */
    long octets();

    /** A service. */
    record Service(ServiceExport export, long octets) implements ExportItem {
        /** Weighs it. */
        public Service(ServiceExport export) {
            this(export, HeldOctets.of(export));
        }

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
    record Slice(EndpointSlice slice, long octets) implements ExportItem {
        /**
         * Weighs it. Whether endpoints have names of their own is decided by the merge: gateways, which make records of them, count
         * those.
         */
        public Slice(EndpointSlice slice) {
            this(slice, HeldOctets.of(slice, false));
        }

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
