// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

/**
 * How much somebody may hold.
 *
 * @param services at most this many
 * @param slices of all its services together
 * @param endpoints in all its slices together
 * @param octets of memory for all of it, as {@link dev.hanse.discovery.model.HeldOctets} counts
 */
public record Quota(int services, int slices, int endpoints, long octets) {

    /** As a refusal says it. */
    @Override
    public String toString() {
        return services + " services, " + slices + " slices, " + endpoints + " endpoints and " + (octets >> 20)
                + " MiB of memory";
    }
}
