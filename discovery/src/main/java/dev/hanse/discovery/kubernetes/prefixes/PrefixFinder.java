// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Looks for a cluster's prefixes in all places, once. A place that may not be read, or is not there, is told as such; where the server does not answer nothing is told at all. For any thread;
 * requests block it.
 */
public final class PrefixFinder {

    private static final ObjectName KUBEADM = new ObjectName("kube-system", "kubeadm-config");
    private static final ObjectName CILIUM = new ObjectName("kube-system", "cilium-config");
    /** Where its manifest puts it; before 2022 that was the second one. */
    private static final List<ObjectName> FLANNEL = List.of(
            new ObjectName("kube-flannel", "kube-flannel-cfg"), new ObjectName("kube-system", "kube-flannel-cfg"));

    private final Places places;

    /** In one cluster. */
    public PrefixFinder(ApiServer server) {
        this.places = new Places(server);
    }

    /** What the gateways are configured with, by the ConfigMap of the chart. Empty: there is no such ConfigMap, or it holds none. */
    public Optional<GatewayPrefixes> configured(ObjectName map) throws ApiException, InterruptedException {
        return places.configuration(map);
    }

    /** The same as a place to {@linkplain ClusterNetworks#with add}. */
    public Reading configuration(ObjectName map) throws ApiException, InterruptedException {
        return places.map(
                Origin.CONFIGURATION,
                List.of(map),
                each -> GatewayPrefixes.of(each)
                        .map(of -> of.found("ConfigMap " + map))
                        .orElse(List.of()));
    }

    /** Everything but the gateways' own configuration. */
    public ClusterNetworks find() throws ApiException, InterruptedException {
        List<Reading> readings = new ArrayList<>();
        SeenNodes nodes = new SeenNodes();
        readings.add(places.list(Origin.CALICO, Places.IP_POOLS, RangeObject::ipPool));
        StringBuilder ipam = new StringBuilder();
        Reading cilium = places.map(Origin.CILIUM, List.of(CILIUM), map -> cilium(map, ipam));
        readings.add(cilium);
        readings.add(ciliumNodes(cilium.state(), ipam));
        readings.add(places.map(Origin.FLANNEL, FLANNEL, PluginMap::flannel));
        readings.add(places.map(Origin.KUBEADM, List.of(KUBEADM), PluginMap::kubeadm));
        readings.add(places.list(Origin.NODES, Places.NODES, nodes::add));
        readings.add(places.list(Origin.SERVICE_CIDRS, Places.SERVICE_CIDRS, RangeObject::serviceCidr));
        return new ClusterNetworks(readings, ipam.toString(), nodes.isFlannels, List.copyOf(nodes.addresses));
    }

    /** What Nodes say beside prefixes. */
    private static final class SeenNodes {

        private final Set<NodeAddress> addresses = new LinkedHashSet<>();
        private boolean isFlannels;

        List<FoundPrefix> add(JsonNode node) {
            NodeObject.addresses(node).forEach(addresses::add);
            isFlannels |= NodeObject.isFlannels(node);
            return NodeObject.node(node);
        }
    }

    private static List<FoundPrefix> cilium(ConfigMap map, StringBuilder ipam) {
        ipam.append(PluginMap.ciliumIpam(map));
        return PluginMap.cilium(map);
    }

    /** In other modes they say what Nodes say, or nothing. */
    private Reading ciliumNodes(Reading.State configuration, StringBuilder ipam)
            throws ApiException, InterruptedException {
        if (configuration == Reading.State.ABSENT) {
            return places.list(Origin.CILIUM_NODES, Places.CILIUM_NODES, node -> elsewhere(node, ipam));
        }
        if (configuration.isUnknown()) {
            return Reading.absent(Origin.CILIUM_NODES, "not asked for: Cilium's configuration is not known");
        }
        return ipam.toString().equals("cluster-pool")
                ? places.list(Origin.CILIUM_NODES, Places.CILIUM_NODES, NodeObject::ciliumNode)
                : Reading.absent(
                        Origin.CILIUM_NODES, "not asked for: Cilium gives no addresses from a pool of its own here");
    }

    /** A node of Cilium's where its configuration is not: it runs, and has it somewhere else. */
    private static List<FoundPrefix> elsewhere(JsonNode node, StringBuilder ipam) {
        ipam.setLength(0);
        ipam.append("there are CiliumNodes, and no ConfigMap ").append(CILIUM);
        return NodeObject.ciliumNode(node);
    }
}
