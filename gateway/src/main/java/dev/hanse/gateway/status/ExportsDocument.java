// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.gateway.exports.RefusedExport;
import java.util.List;

/** What became of the cluster's own exports, as the status shows it. */
record ExportsDocument(List<Conditions> conditions, List<RefusedExport> refused, List<String> errors) {

    private record Conditions(String namespace, String name, List<Condition> conditions) {

        private static Conditions of(ServiceName service, List<ExportCondition> conditions) {
            return new Conditions(
                    service.namespace(),
                    service.name(),
                    conditions.stream().map(Condition::of).toList());
        }
    }

    private record Condition(String type, String status, String reason, String message) {

        private static Condition of(ExportCondition condition) {
            return new Condition(
                    condition.type().name(), condition.status().name(), condition.reason(), condition.message());
        }
    }

    static ExportsDocument of(GatewayStatus status) {
        return new ExportsDocument(
                status.view().content().conditions().entrySet().stream()
                        .map(entry -> Conditions.of(entry.getKey(), entry.getValue()))
                        .toList(),
                status.refused(),
                status.sourceErrors());
    }
}
