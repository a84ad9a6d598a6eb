// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.Map;
import java.util.Optional;

/**
 * The fields of a service that are taken from one export as a whole: where exports disagree, the oldest decides (KEP-1645).
 *
 * @param sessionAffinity which endpoint a client is sent to on later connections
 * @param internalTrafficPolicy as in a Kubernetes Service; empty: not stated
 * @param trafficDistribution as in a Kubernetes Service; empty: not stated
 * @param labels at most {@link #MAX_ENTRIES}
 * @param annotations at most {@link #MAX_ENTRIES}
 */
public record ServiceTraits(
        SessionAffinity sessionAffinity,
        String internalTrafficPolicy,
        String trafficDistribution,
        Map<String, String> labels,
        Map<String, String> annotations) {

    /** Limit for labels and for annotations. */
    public static final int MAX_ENTRIES = 64;

    /** Nothing stated. */
    public static final ServiceTraits NONE = new ServiceTraits(SessionAffinity.NONE, "", "", Map.of(), Map.of());

    /** Copies the maps and checks their sizes. */
    public ServiceTraits {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        requireSize("exported labels", labels.size());
        requireSize("exported annotations", annotations.size());
    }

    /**
     * What sources without labels and annotations of their own state. The default is not stated, so that exports with and
     * without it do not conflict.
     */
    public static ServiceTraits of(SessionAffinity affinity, Optional<Selection> selection) {
        Map<String, String> annotations = selection
                .filter(rule -> !rule.equals(Selection.DEFAULT))
                .map(rule -> Map.of(Selection.ANNOTATION, rule.text()))
                .orElse(Map.of());
        return new ServiceTraits(affinity, "", "", Map.of(), annotations);
    }

    private static void requireSize(String what, int size) {
        if (size > MAX_ENTRIES) {
            throw new IllegalArgumentException(what + ": " + size + " (expected: at most " + MAX_ENTRIES + ")");
        }
    }
}
