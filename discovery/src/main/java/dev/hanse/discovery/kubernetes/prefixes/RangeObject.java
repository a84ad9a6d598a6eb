// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads objects that are ranges of addresses: ServiceCIDRs and Calico's IPPools. */
final class RangeObject {

    private RangeObject() {}

    static List<FoundPrefix> serviceCidr(JsonNode object) {
        return object.path("spec")
                .path("cidrs")
                .valueStream()
                .map(each -> found(
                        Network.SERVICES,
                        Origin.SERVICE_CIDRS,
                        Scope.CLUSTER,
                        object,
                        "ServiceCIDR ",
                        each.asString("")))
                .toList();
    }

    /** No pod has an address of a pool that is for tunnels or load balancers alone, and no new one of one that is disabled. */
    static List<FoundPrefix> ipPool(JsonNode object) {
        JsonNode spec = object.path("spec");
        boolean forPods = spec.path("allowedUses").isEmpty()
                || spec.path("allowedUses")
                        .valueStream()
                        .anyMatch(each -> each.asString("").equals("Workload"));
        Scope scope = spec.path("disabled").asBoolean(false) ? Scope.HINT : Scope.CLUSTER;
        return Stream.of(spec.path("cidr").asString(""))
                .filter(_ -> forPods)
                .map(each -> found(Network.PODS, Origin.CALICO, scope, object, "IPPool ", each))
                .toList();
    }

    private static FoundPrefix found(
            Network network, Origin origin, Scope scope, JsonNode object, String kind, String text) {
        String name = object.path("metadata").path("name").asString("");
        return new FoundPrefix(network, CidrText.parse(text), origin, scope, kind + name);
    }
}
