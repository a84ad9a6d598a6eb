// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

/** How much of what a gateway may export it knows: what it has not read yet is not "no services". */
public enum ExportCoverage {
    /** It has read every source. */
    ALL_SOURCES,
    /** Some source was not read yet: what the gateway does not name may still be there. */
    READ_SOURCES,
    /** It has no source, and knows nothing of what other gateways of its cluster exported. */
    NO_SOURCES
}
