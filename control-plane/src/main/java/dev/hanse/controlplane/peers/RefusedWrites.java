// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What gateways last reported that they cannot write into their clusters' Kubernetes or Consul. In memory only: each gateway reports again on its next stream. Owned by
 * the control loop.
 */
public final class RefusedWrites {

    /** Limit of one report. */
    public static final int MAX_REFUSED = 128;

    private final SortedMap<GatewayId, List<Refusal>> byGateway = new TreeMap<>();

    /**
     * Something that is not written, in words of the gateway.
     *
     * @param service the import
     * @param target where it was to be written
     * @param text what, and why not
     */
    public record Refusal(ServiceName service, String target, String text) {}

    /** A gateway has reported; all that it reported before is over. */
    public void put(GatewayId gateway, List<Refusal> refused) {
        if (refused.isEmpty()) {
            byGateway.remove(gateway);
        } else {
            byGateway.put(gateway, List.copyOf(refused));
        }
    }

    /** What a gateway reported is no longer current. */
    public void remove(GatewayId gateway) {
        byGateway.remove(gateway);
    }

    /** Forgets a cluster. */
    public void removeAll(ClusterId cluster) {
        byGateway.keySet().removeIf(gateway -> gateway.cluster().equals(cluster));
    }

    /** What is reported of one service, in order of the gateways. */
    public List<Map.Entry<GatewayId, Refusal>> of(ServiceName service) {
        return byGateway.entrySet().stream()
                .flatMap(each -> each.getValue().stream()
                        .filter(refusal -> refusal.service().equals(service))
                        .map(refusal -> Map.entry(each.getKey(), refusal)))
                .toList();
    }
}
