// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.yaml.YamlDocument;
import dev.hanse.net.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the gateways of a cluster are configured with.
 *
 * @param cluster its id
 */
public record GatewayPrefixes(String cluster, List<IpPrefix> pods, List<IpPrefix> services) {

    /** Copies the lists. */
    public GatewayPrefixes {
        pods = List.copyOf(pods);
        services = List.copyOf(services);
    }

    /** Reads the chart's ConfigMap: one file for all, or one for each node, which say the same about prefixes. Empty: it holds none. */
    static Optional<GatewayPrefixes> of(ConfigMap map) {
        return map.entries().entrySet().stream()
                .filter(each -> each.getKey().endsWith(".yaml"))
                .findFirst()
                .map(each -> YamlDocument.parse(each.getKey(), each.getValue()))
                .map(GatewayPrefixes::of);
    }

    private static GatewayPrefixes of(YamlMapping file) {
        return new GatewayPrefixes(
                file.optionalText("cluster").orElse(""),
                file.values("pod-prefixes", IpPrefix::parse),
                file.values("service-prefixes", IpPrefix::parse));
    }

    List<FoundPrefix> found(String where) {
        return Stream.concat(
                        pods.stream().map(each -> configured(Network.PODS, each, where)),
                        services.stream().map(each -> configured(Network.SERVICES, each, where)))
                .toList();
    }

    private static FoundPrefix configured(Network network, IpPrefix prefix, String where) {
        return new FoundPrefix(network, prefix, Origin.CONFIGURATION, Scope.CLUSTER, where);
    }
}
