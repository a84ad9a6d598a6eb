// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

/**
 * How much one gateway may export.
 *
 * @param services at most this many
 * @param slices of all its services together
 * @param endpoints in all its slices together
 */
public record ExportLimits(int services, int slices, int endpoints) {

    /** Twice what the largest clusters that peers report on have. */
    public static final ExportLimits DEFAULT = new ExportLimits(5_000, 20_000, 200_000);
}
