// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.Map;
import java.util.Optional;

/**
 * The fields of a service that are taken from one export as a whole: where exports disagree, the oldest decides (KEP-1645).
 *
 * @param sessionAffinity which endpoint a client is sent to on later connections
 * @param sessionAffinitySeconds for how long, from the last packet on; 1 to {@link #MAX_AFFINITY_SECONDS}, 0 without affinity. Not stated (0) with affinity becomes {@link
 *     #DEFAULT_AFFINITY_SECONDS}, as in Kubernetes
 * @param internalTrafficPolicy as in a Kubernetes Service; empty: not stated
 * @param trafficDistribution as in a Kubernetes Service; empty: not stated
 * @param labels at most {@link #MAX_ENTRIES}
 * @param annotations at most {@link #MAX_ENTRIES}
 */
public record ServiceTraits(
        SessionAffinity sessionAffinity,
        int sessionAffinitySeconds,
        String internalTrafficPolicy,
        String trafficDistribution,
        Map<String, String> labels,
        Map<String, String> annotations) {

    /** Limit for labels and for annotations. */
    public static final int MAX_ENTRIES = 64;

    /** Three hours, as Kubernetes. */
    public static final int DEFAULT_AFFINITY_SECONDS = 10_800;

    /** A day, as Kubernetes. */
    public static final int MAX_AFFINITY_SECONDS = 86_400;

    /** Nothing stated. */
    public static final ServiceTraits NONE = new ServiceTraits(SessionAffinity.NONE, "", "", Map.of(), Map.of());

    /** Copies the maps and checks their sizes and the duration of the affinity. */
    public ServiceTraits {
        sessionAffinitySeconds = affinitySeconds(sessionAffinity, sessionAffinitySeconds);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        requireSize("exported labels", labels.size());
        requireSize("exported annotations", annotations.size());
    }

    /** Traits of a source that does not say how long an affinity lasts. */
    public ServiceTraits(
            SessionAffinity sessionAffinity,
            String internalTrafficPolicy,
            String trafficDistribution,
            Map<String, String> labels,
            Map<String, String> annotations) {
        this(sessionAffinity, 0, internalTrafficPolicy, trafficDistribution, labels, annotations);
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

    private static int affinitySeconds(SessionAffinity affinity, int stated) {
        int most = affinity == SessionAffinity.NONE ? 0 : MAX_AFFINITY_SECONDS;
        if (stated < 0 || stated > most) {
            throw new IllegalArgumentException("session affinity " + affinity + ": " + Integer.toUnsignedString(stated)
                    + " seconds (expected: at most " + most + ")");
        }
        return affinity == SessionAffinity.CLIENT_IP && stated == 0 ? DEFAULT_AFFINITY_SECONDS : stated;
    }

    private static void requireSize(String what, int size) {
        if (size > MAX_ENTRIES) {
            throw new IllegalArgumentException(what + ": " + size + " (expected: at most " + MAX_ENTRIES + ")");
        }
    }
}
