// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.peer;

/**
 * Names a gateway of another cluster.
 *
 * @param cluster id of its cluster
 * @param gateway its name within the cluster
 */
public record PeerId(String cluster, String gateway) {

    /** {@code cluster/gateway}. */
    @Override
    public String toString() {
        return cluster + "/" + gateway;
    }
}
