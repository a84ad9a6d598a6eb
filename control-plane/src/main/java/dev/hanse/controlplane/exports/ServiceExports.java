// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.discovery.merge.ExportAge;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all clusters say of one service, for whoever merges it.
 *
 * @param name of the service
 * @param clusters that say anything of it; empty: none does any more
 */
public record ServiceExports(ServiceName name, SortedMap<ClusterId, OfCluster> clusters) {

    /** Copies the map. */
    public ServiceExports {
        clusters = Collections.unmodifiableSortedMap(new TreeMap<>(clusters));
    }

    /**
     * What one cluster says of it.
     *
     * @param said the latest of its gateways of each item, in order of keys
     * @param age of its export; empty: no export of the service was accepted
     */
    public record OfCluster(Collection<Contribution> said, Optional<ExportAge> age) {

        /** Copies the contributions. */
        public OfCluster {
            said = List.copyOf(said);
        }

        /** The export of the service itself. */
        public Optional<ServiceExport> export() {
            return exportIn(said);
        }

        static Optional<ServiceExport> exportIn(Collection<Contribution> said) {
            for (Contribution each : said) {
                if (each.value().orElse(null) instanceof ExportItem.Service(var export, var _)) {
                    return Optional.of(export);
                }
            }
            return Optional.empty();
        }

        /** Its slices. */
        public List<EndpointSlice> slices() {
            List<EndpointSlice> slices = new ArrayList<>();
            for (Contribution each : said) {
                if (each.value().orElse(null) instanceof ExportItem.Slice(var slice, var _)) {
                    slices.add(slice);
                }
            }
            return slices;
        }
    }
}
