// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A field that exports of one service may disagree about, with the reason that KEP-1645 gives the disagreement. */
enum ConflictReason {
    PORT(
            "PortConflict",
            "ports",
            "wins where they clash",
            c -> Set.copyOf(c.export().ports())),
    TYPE("TypeConflict", "type", "decides", c -> c.export().type()),
    SESSION_AFFINITY(
            "SessionAffinityConflict",
            "session affinity",
            "decides",
            c -> c.traits().sessionAffinity()),
    INTERNAL_TRAFFIC_POLICY(
            "InternalTrafficPolicyConflict",
            "internal traffic policy",
            "decides",
            c -> c.traits().internalTrafficPolicy()),
    TRAFFIC_DISTRIBUTION(
            "TrafficDistributionConflict",
            "traffic distribution",
            "decides",
            c -> c.traits().trafficDistribution()),
    /** Nobody wins here: endpoints of both kinds are served, and clients of one family miss some. Clusters without endpoints have no say. */
    IP_FAMILY("IPFamilyConflict", "IP families", "has endpoints of other families than they", Constituent::families),
    LABELS("LabelsConflict", "exported labels", "decides", c -> c.traits().labels()),
    ANNOTATIONS(
            "AnnotationsConflict",
            "exported annotations",
            "decides",
            c -> c.traits().annotations());

    private final String text;
    private final String field;
    private final String outcome;
    private final Function<Constituent, Object> value;

    ConflictReason(String text, String field, String outcome, Function<Constituent, Object> value) {
        this.text = text;
        this.field = field;
        this.outcome = outcome;
        this.value = value;
    }

    /** As it stands in a condition. */
    String text() {
        return text;
    }

    /**
     * Says who disagrees about this field.
     *
     * @param byPrecedence the exports, oldest first
     * @return a clause for a person; empty: all agree
     */
    Optional<String> describe(List<Constituent> byPrecedence) {
        List<Constituent> involved = byPrecedence.stream().filter(this::hasSay).toList();
        if (involved.isEmpty()) {
            return Optional.empty();
        }
        Constituent oldest = involved.getFirst();
        long others = involved.stream().filter(each -> !agree(oldest, each)).count();
        return others == 0
                ? Optional.empty()
                : Optional.of(clause(oldest, others, involved.size()) + details(byPrecedence));
    }

    private String details(List<Constituent> byPrecedence) {
        String clashes = this == PORT ? PortClashes.describe(byPrecedence) : "";
        return clashes.isEmpty() ? "" : ": " + clashes;
    }

    private boolean hasSay(Constituent constituent) {
        return this != IP_FAMILY || !constituent.families().isEmpty();
    }

    private boolean agree(Constituent one, Constituent other) {
        return Objects.equals(value.apply(one), value.apply(other));
    }

    private String clause(Constituent oldest, long others, int all) {
        return field + ": " + others + " of " + all + " clusters differ from cluster " + oldest.cluster() + ", which "
                + outcome;
    }
}
