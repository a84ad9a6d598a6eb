// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import dev.hanse.net.yaml.YamlDocument;
import dev.hanse.net.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads ConfigMaps of kubeadm and of network plugins. All throw {@link IllegalArgumentException} or a {@code YamlException} where an entry has another form. */
final class PluginMap {

    /** What Cilium does where its setting {@code ipam} is not there. */
    private static final String CILIUM_DEFAULT = "cluster-pool";
    /** Ways to be chained in which Cilium gives addresses itself: not at all, or before a plugin for ports of hosts. */
    private static final Set<String> UNCHAINED = Set.of("", "none", "portmap");

    private PluginMap() {}

    /** {@code networking} of the ClusterConfiguration. */
    static List<FoundPrefix> kubeadm(ConfigMap map) {
        Optional<YamlMapping> networking = map.entry("ClusterConfiguration")
                .flatMap(
                        text -> YamlDocument.parse("ClusterConfiguration", text).mapping("networking"));
        return networking.stream()
                .flatMap(each -> Stream.concat(
                        kubeadm(each, Network.PODS, "podSubnet"), kubeadm(each, Network.SERVICES, "serviceSubnet")))
                .toList();
    }

    private static Stream<FoundPrefix> kubeadm(YamlMapping networking, Network network, String key) {
        return networking.optionalValue(key, CidrText::list).stream()
                .flatMap(List::stream)
                .map(each -> new FoundPrefix(network, each, Origin.KUBEADM, Scope.CLUSTER, "kubeadm's " + key));
    }

    /** {@code net-conf.json}. */
    static List<FoundPrefix> flannel(ConfigMap map) {
        JsonNode config;
        try {
            config = JsonMapper.shared().readTree(map.entry("net-conf.json").orElse("{}"));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("net-conf.json: " + e.getOriginalMessage(), e);
        }
        return Stream.concat(
                        flannel(config, "Network", config.path("EnableIPv4").asBoolean(true)),
                        flannel(config, "IPv6Network", config.path("EnableIPv6").asBoolean(false)))
                .toList();
    }

    private static Stream<FoundPrefix> flannel(JsonNode config, String key, boolean enabled) {
        return Stream.of(enabled ? config.path(key).asString("") : "")
                .flatMap(text -> CidrText.list(text).stream())
                .map(each -> new FoundPrefix(Network.PODS, each, Origin.FLANNEL, Scope.CLUSTER, "flannel's " + key));
    }

    /** Pools of the whole cluster, and what is not masqueraded, which need not be this cluster's alone. */
    static List<FoundPrefix> cilium(ConfigMap map) {
        return Stream.of("ipv4", "ipv6")
                .filter(family -> !map.entry("enable-" + family).orElse("").equals("false"))
                .flatMap(family -> Stream.concat(
                        ciliumPool(map, "cluster-pool-" + family + "-cidr"),
                        cilium(map, family + "-native-routing-cidr", Scope.HINT)))
                .toList();
    }

    /** In other modes pods have no addresses of the pool, though it may be there. */
    private static Stream<FoundPrefix> ciliumPool(ConfigMap map, String key) {
        return ciliumIpam(map).equals(CILIUM_DEFAULT) ? cilium(map, key, Scope.CLUSTER) : Stream.empty();
    }

    private static Stream<FoundPrefix> cilium(ConfigMap map, String key, Scope scope) {
        return map.entry(key).stream()
                .flatMap(text -> CidrText.list(text).stream())
                .map(each -> new FoundPrefix(Network.PODS, each, Origin.CILIUM, scope, "Cilium's " + key));
    }

    /** Who gives pods their addresses: what {@code ipam} says, or where Cilium stands behind another plugin the words for it. */
    static String ciliumIpam(ConfigMap map) {
        String chained = map.entry("cni-chaining-mode").orElse("");
        if (!UNCHAINED.contains(chained)) {
            return "chained to " + chained;
        }
        return map.entry("ipam").filter(each -> !each.isEmpty()).orElse(CILIUM_DEFAULT);
    }
}
