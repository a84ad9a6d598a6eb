// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.discovery.kubernetes.prefixes.GatewayPrefixes;
import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a cluster is registered with, and the others are.
 *
 * @param by who says so
 * @param pods the cluster's own
 * @param others those of the other clusters, by their id; nothing where only their gateway would know
 */
record Registered(String by, List<IpPrefix> pods, Optional<Map<String, List<IpPrefix>>> others) {

    /** Copies the list. */
    Registered {
        pods = List.copyOf(pods);
    }

    /**
     * The word of a gateway of this cluster, which hears it from the control plane, before that of its configuration.
     *
     * @param status of the gateway that answers here, of whichever cluster it is
     * @return empty: nobody says it
     */
    static Optional<Registered> of(Optional<JsonNode> status, Optional<GatewayPrefixes> configured) {
        return status.filter(each -> each.path("prefixes").isObject())
                .filter(each -> isOfThisCluster(each, configured))
                .map(Registered::of)
                .or(() -> configured.map(
                        each -> new Registered("the gateways' configuration", each.pods(), Optional.empty())));
    }

    /** Whoever types this on a gateway's host may look at another cluster. */
    private static boolean isOfThisCluster(JsonNode status, Optional<GatewayPrefixes> configured) {
        return configured
                .map(each -> each.cluster().equals(status.path("cluster").asString("")))
                .orElse(true);
    }

    private static Registered of(JsonNode status) {
        JsonNode prefixes = status.path("prefixes");
        Map<String, List<IpPrefix>> others = new TreeMap<>();
        prefixes.path("clusters").properties().forEach(each -> others.put(each.getKey(), prefixes(each.getValue())));
        return new Registered("the gateway", prefixes(prefixes.path("pods")), Optional.of(others));
    }

    private static List<IpPrefix> prefixes(JsonNode texts) {
        return texts.valueStream()
                .map(each -> IpPrefix.parse(each.asString("")))
                .toList();
    }
}
