// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Under which numbers the answers of one node are counted. Most nodes have endpoints of one cluster and need one number;
 * the record sets of the others have one for each record.
 */
final class Origins {

    /** For names that belong to no service. */
    static final Origins NONE = new Origins(new OriginNumbers(0), new ServiceName("none", "none"), null);

    private final OriginNumbers numbers;
    private final ServiceName service;
    private final @Nullable ClusterId cluster;
    private final int own;

    private Origins(OriginNumbers numbers, ServiceName service, @Nullable ClusterId cluster) {
        this.numbers = numbers;
        this.service = service;
        this.cluster = cluster;
        this.own = numbers.of(service, cluster);
    }

    /** For a node with these backends. */
    static Origins of(OriginNumbers numbers, ServiceName service, List<Backends> backends) {
        ClusterId first = backends.isEmpty() ? null : backends.getFirst().cluster();
        boolean one = Filter.fitsAll(backends, b -> b.cluster().equals(first));
        return new Origins(numbers, service, one ? first : null);
    }

    /** For a node whose backends are all in this cluster. */
    static Origins of(OriginNumbers numbers, ServiceName service, ClusterId cluster) {
        return new Origins(numbers, service, cluster);
    }

    /** The cluster that all endpoints of the node are in; null: there are several, or none. */
    @Nullable
    ClusterId cluster() {
        return cluster;
    }

    /** Number of the node as a whole. */
    int own() {
        return own;
    }

    /** The numbers of records with endpoints in these clusters; null: that of the node, for all. */
    int @Nullable [] of(List<@Nullable ClusterId> clusters) {
        if (Filter.fitsAll(clusters, c -> Objects.equals(c, cluster))) {
            return null;
        }
        int[] each = new int[clusters.size()];
        for (int i = 0; i < each.length; i++) {
            boolean asBefore = i > 0 && Objects.equals(clusters.get(i), clusters.get(i - 1));
            each[i] = asBefore ? each[i - 1] : numbers.of(service, clusters.get(i));
        }
        return each;
    }
}
