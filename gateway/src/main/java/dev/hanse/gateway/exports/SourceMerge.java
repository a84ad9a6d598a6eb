// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sources of one cluster as one set. A service belongs to the first source that exports it, with all its endpoints;
 * the same service from a later source is an error to be shown, for nobody can say which of the two was meant. Pure.
 *
 * @param exports what the cluster exports
 * @param errors one line for each service that two sources export
 */
record SourceMerge(ExportSet exports, List<String> errors) {

    /** @param bySource the sets in the order of precedence, by the names of their sources */
    static SourceMerge of(Map<String, ExportSet> bySource) {
        Map<ServiceName, String> owners = new LinkedHashMap<>();
        List<ServiceExport> exports = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        bySource.forEach((source, set) -> {
            for (ServiceExport export : set.exports()) {
                String owner = owners.putIfAbsent(export.name(), source);
                if (owner == null) {
                    exports.add(export);
                } else {
                    errors.add("service " + export.name() + ": exported by source " + owner + " and by source " + source
                            + " (expected: by one); " + owner + "'s is used");
                }
            }
            slices.addAll(owned(source, set, owners));
        });
        return new SourceMerge(new ExportSet(exports, slices), errors);
    }

    private static List<EndpointSlice> owned(String source, ExportSet set, Map<ServiceName, String> owners) {
        Set<ServiceName> exported =
                set.exports().stream().map(ServiceExport::name).collect(Collectors.toSet());
        return set.slices().stream()
                .filter(slice -> exported.contains(slice.service()) && source.equals(owners.get(slice.service())))
                .toList();
    }
}
