// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.util.List;
import java.util.Map;

/**
 * Everything that the cluster may see at one position. Immutable.
 *
 * @param imports services by name
 * @param slices endpoints by service, cluster and slice
 * @param peers gateways of other clusters that run a tunnel endpoint
 * @param conditions what became of the cluster's own exports
 */
public record ViewContent(
        SharedMap<ServiceName, ServiceImport> imports,
        SharedMap<SliceKey, EndpointSlice> slices,
        Map<PeerId, PeerConfig> peers,
        SharedMap<ServiceName, List<ExportCondition>> conditions) {

    /** Nothing. */
    public static final ViewContent EMPTY =
            new ViewContent(SharedMap.empty(), SharedMap.empty(), Map.of(), SharedMap.empty());

    /** Copies the peers. */
    public ViewContent {
        peers = Map.copyOf(peers);
    }
}
