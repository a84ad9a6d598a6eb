// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.contract.EndpointSlices;
import dev.hanse.discovery.contract.ExportConditions;
import dev.hanse.discovery.contract.ModelRules;
import dev.hanse.discovery.contract.ServiceImports;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.proto.v1.ExportStatus;
import dev.hanse.proto.v1.ImportedSlice;
import java.util.List;

/** The items of a view as a gateway takes them. Reading throws {@link IllegalArgumentException} with the value and the expectation. */
final class ViewItems {

    private static final int MAX_CONDITIONS = 16;

    private ViewItems() {}

    /** The endpoints of an imported slice. */
    static EndpointSlice slice(ImportedSlice slice) {
        return EndpointSlices.fromMessage(slice.getSlice(), ModelRules.RULES);
    }

    /** An import. */
    static ServiceImport serviceImport(dev.hanse.proto.v1.ServiceImport service) {
        return ServiceImports.fromMessage(service, ModelRules.RULES);
    }

    /** What became of an export. */
    static List<ExportCondition> conditions(ExportStatus status) {
        if (status.getConditionsCount() > MAX_CONDITIONS) {
            throw new IllegalArgumentException("export status: " + status.getConditionsCount()
                    + " conditions (expected: at most " + MAX_CONDITIONS + ")");
        }
        return status.getConditionsList().stream()
                .map(ExportConditions::fromMessage)
                .toList();
    }
}
