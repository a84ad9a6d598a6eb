// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Merges the exports of one service by the rules of KEP-1645: the oldest export decides type and traits, the ports are a union, and every exporter
 * learns where the exports disagree. The cluster that asks, the number of exporters and the order of arrival play no part.
 */
public final class ServiceMerge {

    private static final String NO_CONFLICTS = "NoConflicts";

    private ServiceMerge() {}

    /**
     * Merges all valid exports of one service.
     *
     * @param exports at least one, at most one from each cluster, in any order
     * @throws IllegalArgumentException if there is none, a cluster appears twice, or the exports are of different services
     */
    public static MergedService merge(Collection<Constituent> exports) {
        requireOneService(exports);
        List<Constituent> byPrecedence =
                exports.stream().sorted(Constituent.PRECEDENCE).toList();
        PortUnion union = PortUnion.of(byPrecedence);
        boolean headless = byPrecedence.getFirst().export().type() == ServiceType.HEADLESS;
        ExportCondition conflict = conflict(byPrecedence);
        return new MergedService(
                serviceImport(byPrecedence, union),
                byCluster(byPrecedence, _ -> conflict),
                byCluster(byPrecedence, export -> union.mapping(export, headless)));
    }

    private static ServiceImport serviceImport(List<Constituent> byPrecedence, PortUnion union) {
        ServiceExport oldest = byPrecedence.getFirst().export();
        List<ClusterId> clusters =
                byPrecedence.stream().map(Constituent::cluster).toList();
        return new ServiceImport(
                oldest.name(),
                oldest.type(),
                union.ports(),
                oldest.traits(),
                CommonFamilies.of(byPrecedence),
                clusters);
    }

    /** One condition for all: KEP-1645 has it set on every constituent, not only on those that lose. */
    private static ExportCondition conflict(List<Constituent> byPrecedence) {
        List<String> reasons = new ArrayList<>();
        List<String> clauses = new ArrayList<>();
        for (ConflictReason reason : ConflictReason.values()) {
            reason.describe(byPrecedence).ifPresent(clause -> {
                reasons.add(reason.text());
                clauses.add(clause);
            });
        }
        return reasons.isEmpty()
                ? condition(ExportCondition.Status.FALSE, NO_CONFLICTS, "all exports agree")
                : condition(ExportCondition.Status.TRUE, String.join(",", reasons), message(byPrecedence, clauses));
    }

    private static String message(List<Constituent> byPrecedence, List<String> clauses) {
        Constituent first = byPrecedence.getFirst();
        boolean tied = first.age().equals(byPrecedence.get(1).age());
        String precedence = tied ? "equally old exports, the lowest cluster id precedes" : "the oldest export precedes";
        return String.join("; ", clauses) + " (" + precedence + ")";
    }

    private static ExportCondition condition(ExportCondition.Status status, String reason, String message) {
        return new ExportCondition(ExportCondition.Type.CONFLICT, status, reason, message);
    }

    private static <V> Map<ClusterId, V> byCluster(List<Constituent> exports, Function<ServiceExport, V> value) {
        return exports.stream()
                .collect(Collectors.toUnmodifiableMap(Constituent::cluster, each -> value.apply(each.export())));
    }

    private static void requireOneService(Collection<Constituent> exports) {
        if (exports.isEmpty()) {
            throw new IllegalArgumentException("merge: no exports (expected: at least one)");
        }
        Set<Object> services = new HashSet<>();
        Set<ClusterId> clusters = new HashSet<>();
        for (Constituent each : exports) {
            services.add(each.export().name());
            if (!clusters.add(each.cluster())) {
                throw new IllegalArgumentException(
                        "merge: two exports of cluster " + each.cluster() + " (expected: one from each cluster)");
            }
        }
        if (services.size() > 1) {
            throw new IllegalArgumentException("merge: exports of " + services + " (expected: of one service)");
        }
    }
}
