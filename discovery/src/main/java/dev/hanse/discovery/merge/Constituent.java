// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceTraits;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One cluster's part of a service.
 *
 * @param cluster the exporter
 * @param age what counts in conflicts. The time that the export claims does not, or an exporter would win by backdating.
 * @param export what the cluster says of the service
 * @param families that the export states, else those of the cluster's endpoints; empty where it has none
 */
public record Constituent(ClusterId cluster, ExportAge age, ServiceExport export, Set<IpFamily> families) {

    /** Oldest first. KEP-1645 does not say who wins a tie; the cluster id decides it here, so that the winner is the same everywhere. */
    static final Comparator<Constituent> PRECEDENCE =
            Comparator.comparing(Constituent::age).thenComparing(Constituent::cluster);

    /** Copies the families. */
    public Constituent {
        families = Set.copyOf(families);
    }

    /** Takes the families, where the export states none, from the endpoints in {@code slices}. */
    public static Constituent of(
            ClusterId cluster, ExportAge age, ServiceExport export, Collection<EndpointSlice> slices) {
        return new Constituent(
                cluster,
                age,
                export,
                export.ipFamilies().isEmpty() ? familiesOf(slices) : Set.copyOf(export.ipFamilies()));
    }

    ServiceTraits traits() {
        return export.traits();
    }

    /** Runs over all endpoints of a service with each change of one: hence no stream, and an end as soon as both families are seen. */
    private static Set<IpFamily> familiesOf(Collection<EndpointSlice> slices) {
        Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
        @Nullable IpFamily before = null;
        for (EndpointSlice slice : slices) {
            for (Endpoint endpoint : slice.endpoints()) {
                IpFamily family = IpFamily.of(endpoint.address());
                if (family != before && families.add(family) && families.size() == IpFamily.values().length) {
                    return families;
                }
                before = family;
            }
        }
        return families;
    }
}
