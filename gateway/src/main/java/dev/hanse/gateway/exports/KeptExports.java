// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an earlier run exported and this one has not heard of yet, while its source can be read in part only. Belongs to the control loop. */
final class KeptExports {

    private ExportSet kept = ExportSet.EMPTY;

    /** These were exported by an earlier run. */
    void keep(ExportSet exports) {
        kept = exports;
    }

    /** All is known: nothing is kept any more. */
    void forget() {
        kept = ExportSet.EMPTY;
    }

    /** What is read, and beside it what is kept. A service that was read once is no longer kept: its source knows when it goes. */
    ExportSet beside(ExportSet read) {
        Set<ServiceName> known =
                read.exports().stream().map(ServiceExport::name).collect(Collectors.toSet());
        Predicate<ServiceName> unknown = name -> !known.contains(name);
        kept = new ExportSet(
                kept.exports().stream()
                        .filter(each -> unknown.test(each.name()))
                        .toList(),
                kept.slices().stream()
                        .filter(each -> unknown.test(each.service()))
                        .toList());
        return new ExportSet(
                Stream.concat(read.exports().stream(), kept.exports().stream()).toList(),
                Stream.<EndpointSlice>concat(read.slices().stream(), kept.slices().stream())
                        .toList());
    }
}
