// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportCondition.Status;
import dev.hanse.discovery.model.ExportCondition.Type;
import dev.hanse.discovery.model.ServiceExport;
import java.util.List;
import java.util.Optional;

/**
 * What became of a ServiceExport.
 *
 * @param export empty: the service is not exported
 * @param slices its endpoints
 * @param complaints what was left out and why; in words that stay the same as long as the state does
 * @param valid whether the service is exported, as its condition says it
 */
record ExportedService(
        Optional<ServiceExport> export, List<EndpointSlice> slices, List<String> complaints, ExportCondition valid) {

    private static final ExportCondition VALID = new ExportCondition(Type.VALID, Status.TRUE, "Valid", "");

    /** It is exported. */
    ExportedService(ServiceExport export, List<EndpointSlice> slices, List<String> complaints) {
        this(Optional.of(export), slices, complaints, VALID);
    }

    /** @param reason as KEP-1645 has it, where it has one */
    static ExportedService refused(String reason, String why) {
        return new ExportedService(
                Optional.empty(),
                List.of(),
                List.of("is not exported: " + why),
                new ExportCondition(Type.VALID, Status.FALSE, reason, why));
    }
}
