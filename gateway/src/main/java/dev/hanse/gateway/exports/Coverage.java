// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.proto.v1.ExportCoverage;
import java.util.Collection;
import java.util.Collections;

/** How much of what this cluster exports is known: what was not read yet is not "no services". In order, least first. */
public enum Coverage {
    /** Some source has not said anything since the process started: nothing is exported yet. */
    UNHEARD,
    /** Some source cannot be read, and was not in an earlier run either. */
    UNKNOWN,
    /** Some source was read in an earlier run only: it may have exported more since. */
    KEPT,
    /** Every source was read since the process started. */
    READ,
    /** There is no source. */
    NO_SOURCE;

    /** Of all sources together: the least of them. */
    static Coverage of(Collection<Coverage> sources) {
        return sources.isEmpty() ? NO_SOURCE : Collections.min(sources);
    }

    /** Whether what is not named is not there. */
    boolean isComplete() {
        return this == READ || this == NO_SOURCE;
    }

    ExportCoverage toProto() {
        return switch (this) {
            case READ -> ExportCoverage.EXPORT_COVERAGE_ALL_SOURCES;
            case NO_SOURCE -> ExportCoverage.EXPORT_COVERAGE_NO_SOURCES;
            case UNHEARD, UNKNOWN, KEPT -> ExportCoverage.EXPORT_COVERAGE_READ_SOURCES;
        };
    }
}
