// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.dns.zone.Origin;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which services and clusters have a time series of their own: the first that were answered, up to a limit, for
 * the life of the process, so that no count ever goes back. All later ones are summed by cluster: peers export services,
 * and must not fill anybody's memory with series. Owned by one thread.
 */
final class AnswerSeries {

    /** Pairs of service and cluster with a series of their own. */
    static final int MAX = 1_000;

    private static final Comparator<Origin> BY_NAME =
            Comparator.comparing(Origin::service).thenComparing(AnswerSeries::cluster);

    private final int limit;
    private final Set<Origin> own = new HashSet<>();

    /**
     * The labels of one series.
     *
     * @param namespace empty, as {@code service}: the sum of all that have no series of their own
     * @param service name in the namespace
     * @param cluster whose endpoint stood first in the answers; empty: of none alone
     */
    record Series(String namespace, String service, String cluster) {}

    AnswerSeries(int limit) {
        this.limit = limit;
    }

    /** The series of these counts. */
    Map<Series, Long> of(Map<Origin, Long> answers) {
        admit(answers.keySet());
        Map<Series, Long> series = new HashMap<>();
        answers.forEach((origin, count) -> series.merge(series(origin), count, Long::sum));
        return series;
    }

    private void admit(Set<Origin> origins) {
        List<Origin> fresh = origins.stream()
                .filter(origin -> !own.contains(origin))
                .sorted(BY_NAME)
                .limit(limit - own.size())
                .toList();
        own.addAll(fresh);
    }

    private Series series(Origin origin) {
        return own.contains(origin)
                ? new Series(origin.service().namespace(), origin.service().name(), cluster(origin))
                : new Series("", "", cluster(origin));
    }

    private static String cluster(Origin origin) {
        return origin.cluster() == null ? "" : origin.cluster().toString();
    }
}
