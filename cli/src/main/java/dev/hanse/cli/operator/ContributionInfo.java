// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.Contribution;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One cluster's share of a service. Fields as in {@code hanse.v1.Contribution}. */
record ContributionInfo(
        String cluster,
        @Nullable Instant createdAt,
        long endpoints,
        long readyEndpoints,
        List<ConditionInfo> conditions) {

    /** One condition of an export. Fields as in {@code hanse.v1.ExportCondition}. */
    record ConditionInfo(String type, String status, String reason, String message) {

        /** Conflict is the one condition that is good when false. */
        boolean isProblem() {
            return status.equals(type.equals("Conflict") ? "True" : "False");
        }

        /** As {@code Valid=False (NoService)}. */
        @Override
        public String toString() {
            return type + "=" + status + (reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }

    static ContributionInfo of(Contribution contribution) {
        return new ContributionInfo(
                contribution.getCluster(),
                contribution.hasCreatedAt() ? ProtoTime.toInstant(contribution.getCreatedAt()) : null,
                Unsigned.of(contribution.getEndpoints()),
                Unsigned.of(contribution.getReadyEndpoints()),
                contribution.getConditionsList().stream()
                        .map(condition -> new ConditionInfo(
                                condition.getType(),
                                condition.getStatus(),
                                condition.getReason(),
                                condition.getMessage()))
                        .toList());
    }

    /** A condition that is not as it should be, and whose. */
    record Problem(String cluster, ConditionInfo condition) {}

    /** What is wrong with the export, where the control plane says why. */
    Stream<Problem> explained() {
        return conditions.stream()
                .filter(ConditionInfo::isProblem)
                .filter(condition -> !condition.message().isEmpty())
                .map(condition -> new Problem(cluster, condition));
    }

    Stream<String> problems() {
        return conditions.stream()
                .filter(ConditionInfo::isProblem)
                .map(condition -> (condition.type().equals("Conflict") ? "Conflict" : "Not" + condition.type()) + "("
                        + cluster + ")");
    }
}
