// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import java.util.List;
import java.util.Optional;

/**
 * What became of a ServiceExport.
 *
 * @param export empty: the service is not exported
 * @param slices its endpoints
 * @param complaints what was left out and why; in words that stay the same as long as the state does
 */
record ExportedService(Optional<ServiceExport> export, List<EndpointSlice> slices, List<String> complaints) {

    static ExportedService refused(String why) {
        return new ExportedService(Optional.empty(), List.of(), List.of("is not exported: " + why));
    }
}
