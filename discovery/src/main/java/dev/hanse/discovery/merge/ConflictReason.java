// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.SessionAffinity;
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
    /** Who has no affinity has no duration of it. */
    SESSION_AFFINITY_CONFIG(
            "SessionAffinityConfigConflict",
            "duration of session affinity",
            "decides",
            c -> c.traits().sessionAffinitySeconds()),
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
    IP_FAMILY("IPFamilyConflict", "IP families", "has other families than they", Constituent::families),
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
        List<Constituent> others =
                involved.stream().filter(each -> !agree(oldest, each)).toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(clause(oldest, others.size(), involved.size())
                        + details(byPrecedence, oldest, others.getFirst()));
    }

    private String details(List<Constituent> byPrecedence, Constituent oldest, Constituent other) {
        return switch (this) {
            case PORT -> ": " + PortClashes.describe(byPrecedence);
            case LABELS ->
                ": " + EntryClash.describe(oldest, other, c -> c.traits().labels());
            case ANNOTATIONS ->
                ": " + EntryClash.describe(oldest, other, c -> c.traits().annotations());
            case TYPE,
                    SESSION_AFFINITY,
                    SESSION_AFFINITY_CONFIG,
                    INTERNAL_TRAFFIC_POLICY,
                    TRAFFIC_DISTRIBUTION,
                    IP_FAMILY ->
                ": " + words(oldest) + " in " + oldest.cluster() + " and " + words(other) + " in " + other.cluster();
        };
    }

    private String words(Constituent constituent) {
        return ConflictWords.of(value.apply(constituent));
    }

    private boolean hasSay(Constituent constituent) {
        return switch (this) {
            case IP_FAMILY -> !constituent.families().isEmpty();
            case SESSION_AFFINITY_CONFIG -> constituent.traits().sessionAffinity() == SessionAffinity.CLIENT_IP;
            case PORT, TYPE, SESSION_AFFINITY, INTERNAL_TRAFFIC_POLICY, TRAFFIC_DISTRIBUTION, LABELS, ANNOTATIONS ->
                true;
        };
    }

    private boolean agree(Constituent one, Constituent other) {
        return Objects.equals(value.apply(one), value.apply(other));
    }

    private String clause(Constituent oldest, int others, int all) {
        return field + ": " + others + " of " + all + " clusters differ from cluster " + oldest.cluster() + ", which "
                + outcome;
    }
}
