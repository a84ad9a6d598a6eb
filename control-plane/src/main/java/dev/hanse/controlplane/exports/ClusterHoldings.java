// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.HeldOctets;
import dev.hanse.discovery.model.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the gateways of one cluster hold, and what the changes that are under way would make of it. While a gateway changes from one to the other, the
 * more of both is reserved for it.
 *
 * <p>Owned by the control loop. Bounded by the number of gateways and of exported services.
 */
final class ClusterHoldings {

    private final Set<GatewayId> gateways = new HashSet<>();
    private final Map<GatewayId, Holdings> held = new HashMap<>();
    private final Map<GatewayId, Holdings> staged = new HashMap<>();
    private final Map<ServiceName, Integer> exporters = new HashMap<>();

    /** How many services a change brings that no gateway exports yet; two changes may bring the same. */
    private final Map<GatewayId, Integer> coming = new HashMap<>();

    private Holdings reserved = Holdings.NONE;

    void addGateway(GatewayId gateway) {
        gateways.add(gateway);
    }

    void removeGateway(GatewayId gateway) {
        Holdings before = reservedFor(gateway);
        gateways.remove(gateway);
        held.remove(gateway);
        staged.remove(gateway);
        coming.remove(gateway);
        reserve(gateway, before);
    }

    Holdings heldBy(GatewayId gateway) {
        return held.getOrDefault(gateway, Holdings.NONE);
    }

    Holdings stagedBy(GatewayId gateway) {
        return staged.getOrDefault(gateway, Holdings.NONE);
    }

    void hold(GatewayId gateway, Holdings now) {
        Holdings before = reservedFor(gateway);
        held.put(gateway, now);
        reserve(gateway, before);
    }

    void stage(GatewayId gateway, Holdings now) {
        Holdings before = reservedFor(gateway);
        staged.put(gateway, now);
        reserve(gateway, before);
    }

    void unstage(GatewayId gateway) {
        Holdings before = reservedFor(gateway);
        staged.remove(gateway);
        coming.remove(gateway);
        reserve(gateway, before);
    }

    private Holdings reservedFor(GatewayId gateway) {
        return heldBy(gateway).max(stagedBy(gateway));
    }

    private void reserve(GatewayId gateway, Holdings before) {
        reserved = reserved.minus(before).plus(reservedFor(gateway));
    }

    /** All that is reserved for the cluster, with what its gateways are told of its exports. */
    Holdings reserved() {
        return withStatuses(reserved, 0);
    }

    /**
     * What it would be if the gateway held so much, or its change came to so much.
     *
     * @param service that comes with it; empty: none
     */
    Holdings reservedWith(GatewayId gateway, Holdings then, Optional<ServiceName> service) {
        int more = service.filter(each -> !exporters.containsKey(each)).isPresent() ? 1 : 0;
        return withStatuses(
                reserved.minus(reservedFor(gateway)).plus(reservedFor(gateway).max(then)), more);
    }

    /** Each gateway is told of each service, whoever exports it. */
    private Holdings withStatuses(Holdings all, int more) {
        int services = exporters.size() + more;
        for (int each : coming.values()) {
            services += Math.max(0, each);
        }
        return all.plus(new Holdings(0, 0, 0, 0, (long) HeldOctets.STATUS * services * gateways.size()));
    }

    /** A change brings a service, or takes it back. */
    void countComing(GatewayId gateway, ServiceName service, int sign) {
        if (!exporters.containsKey(service)) {
            coming.merge(gateway, sign, Integer::sum);
        }
    }

    void countExporter(ServiceName service, int sign) {
        exporters.merge(service, sign, (one, other) -> one + other == 0 ? null : one + other);
    }

    /** How many services the cluster exports; one that several gateways export counts once. */
    int services() {
        return exporters.size();
    }
}
