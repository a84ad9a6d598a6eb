// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.HeapShares;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds what a start reads, row by row: what was stored before there were bounds may be more than the heap. By the octets that exports may hold, so
 * that nothing is left out here that would be taken up. Used by one thread.
 */
final class LoadBudget {

    private final HeapShares shares;
    private final Map<Object, Long> read = new HashMap<>();
    private long inAll;

    LoadBudget(HeapShares shares) {
        this.shares = shares;
    }

    /**
     * One more item of a gateway.
     *
     * @throws IllegalArgumentException if there is no room for it
     */
    void take(GatewayId gateway, ExportItem item) {
        long octets = item.octets();
        long ofGateway = read.getOrDefault(gateway, 0L) + octets;
        long ofCluster = read.getOrDefault(gateway.cluster(), 0L) + octets;
        require(ofGateway, shares.ofGateway(), "of one gateway");
        require(ofCluster, shares.ofCluster(), "of one cluster");
        require(inAll + octets, shares.ofSet(), "of all clusters");
        read.put(gateway, ofGateway);
        read.put(gateway.cluster(), ofCluster);
        inAll += octets;
    }

    private static void require(long octets, long limit, String whose) {
        if (octets > limit) {
            throw new IllegalArgumentException(
                    "kept exports " + whose + ": " + octets + " octets of memory (expected: at most " + limit + ")");
        }
    }
}
