// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.net.address.IpLiteral;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads Nodes, and what network plugins have beside them. */
final class NodeObject {

    /** Of others, such as names, nobody sends packets to. */
    private static final Set<String> ADDRESSES = Set.of("InternalIP", "ExternalIP");

    /** What flannel writes on each Node whose {@code podCIDRs} it takes. */
    private static final String FLANNEL = "flannel.alpha.coreos.com/kube-subnet-manager";

    private NodeObject() {}

    /** {@code spec.podCIDRs} of a Node; {@code spec.podCIDR} is the first of them. */
    static List<FoundPrefix> node(JsonNode node) {
        return prefixes(Origin.NODES, node, node.path("spec").path("podCIDRs"));
    }

    /** Whether flannel gives the pods there their addresses. */
    static boolean isFlannels(JsonNode node) {
        return node.path("metadata").path("annotations").has(FLANNEL);
    }

    /** What Cilium's operator gave the node. */
    static List<FoundPrefix> ciliumNode(JsonNode node) {
        return prefixes(
                Origin.CILIUM_NODES, node, node.path("spec").path("ipam").path("podCIDRs"));
    }

    private static List<FoundPrefix> prefixes(Origin origin, JsonNode node, JsonNode texts) {
        return texts.valueStream()
                .map(each -> CidrText.parse(each.asString("")))
                .map(each -> new FoundPrefix(Network.PODS, each, origin, Scope.NODE, name(node)))
                .toList();
    }

    /** Addresses of a Node itself. What is none is left out: kubelets write what their cloud tells them. */
    static Stream<NodeAddress> addresses(JsonNode node) {
        return node.path("status")
                .path("addresses")
                .valueStream()
                .filter(each -> ADDRESSES.contains(each.path("type").asString("")))
                .flatMap(each -> address(name(node), each.path("address").asString("")));
    }

    private static Stream<NodeAddress> address(String node, String text) {
        try {
            return Stream.of(new NodeAddress(node, IpLiteral.parse(text)));
        } catch (IllegalArgumentException _) {
            return Stream.empty();
        }
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asString("");
    }
}
