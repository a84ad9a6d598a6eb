// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;

/**
 * What this cluster exports, as far as it is known.
 *
 * @param exports of all sources
 * @param coverage how far that is
 */
public record KnownExports(ExportSet exports, Coverage coverage) {

    /** Whether what is not named is not exported. */
    public boolean isComplete() {
        return coverage.isComplete();
    }
}
