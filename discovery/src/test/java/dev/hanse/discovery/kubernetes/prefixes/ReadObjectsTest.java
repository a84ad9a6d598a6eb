// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import dev.hanse.net.yaml.YamlException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Protects what is made of the objects of kubeadm and network plugins, in the forms in which these write them. */
final class ReadObjectsTest {

    private static final String MASKED = "10.244.1.0/16";

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static ConfigMap map(Map<String, String> data) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ObjectNode texts = object.putObject("data");
        data.forEach(texts::put);
        return new ConfigMap(object);
    }

    private static List<String> texts(List<FoundPrefix> found) {
        return found.stream()
                .map(each -> each.network() + " " + each.scope() + " " + each.prefix() + " " + each.where())
                .toList();
    }

    @Test
    void kubeadmHasBothNetworksInOneOrTwoFamilies() {
        assertThat(texts(PluginMap.kubeadm(map(Map.of("ClusterConfiguration", """
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: ClusterConfiguration
                        networking:
                          dnsDomain: cluster.local
                          podSubnet: 10.244.1.0/16,fd00:10:244:0:0:0:0:0/56
                          serviceSubnet: 10.96.0.0/12
                        """)))))
                .containsExactly(
                        "PODS CLUSTER 10.244.0.0/16 kubeadm's podSubnet",
                        "PODS CLUSTER fd00:10:244:0:0:0:0:0/56 kubeadm's podSubnet",
                        "SERVICES CLUSTER 10.96.0.0/12 kubeadm's serviceSubnet");
        assertThat(PluginMap.kubeadm(map(Map.of("ClusterConfiguration", "networking: {podSubnet: \"\"}"))))
                .isEmpty();
        assertThat(PluginMap.kubeadm(map(Map.of("ClusterConfiguration", "kind: ClusterConfiguration"))))
                .isEmpty();
        assertThat(PluginMap.kubeadm(map(Map.of()))).isEmpty();
    }

    @Test
    void whatIsNoPrefixIsNamed() {
        ConfigMap wrong = map(Map.of("ClusterConfiguration", "networking: {podSubnet: 10.244.0.0}"));
        assertThatThrownBy(() -> PluginMap.kubeadm(wrong))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("podSubnet")
                .hasMessageContaining("10.244.0.0");
        ConfigMap broken = map(Map.of("net-conf.json", "{\"Network\": "));
        assertThatThrownBy(() -> PluginMap.flannel(broken)).hasMessageContaining("net-conf.json");
        assertThatThrownBy(() -> CidrText.parse("10.0.0.0/33")).hasMessageContaining("33");
        assertThatThrownBy(() -> CidrText.parse("pods/16")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CidrText.parse("10.0.0.0/")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void flannelSaysWhichFamiliesItHas() {
        assertThat(texts(PluginMap.flannel(map(Map.of(
                        "net-conf.json", "{\"Network\": \"" + MASKED + "\", \"Backend\": {\"Type\": \"vxlan\"}}")))))
                .containsExactly("PODS CLUSTER 10.244.0.0/16 flannel's Network");
        assertThat(
                        texts(
                                PluginMap.flannel(
                                        map(
                                                Map.of(
                                                        "net-conf.json",
                                                        "{\"EnableIPv4\": false, \"Network\": \"10.1.0.0/16\", \"EnableIPv6\": true, \"IPv6Network\": \"fd00::/56\"}")))))
                .containsExactly("PODS CLUSTER fd00:0:0:0:0:0:0:0/56 flannel's IPv6Network");
    }

    @Test
    void ciliumHasAPoolOfItsOwnInOneModeAlone() {
        Map<String, String> pools = Map.of(
                "cluster-pool-ipv4-cidr", "10.0.0.0/8 100.64.0.0/10",
                "cluster-pool-ipv6-cidr", "fd00::/104",
                "enable-ipv6", "false",
                "ipv4-native-routing-cidr", "10.0.0.0/8");
        assertThat(texts(PluginMap.cilium(map(pools))))
                .containsExactly(
                        "PODS CLUSTER 10.0.0.0/8 Cilium's cluster-pool-ipv4-cidr",
                        "PODS CLUSTER 100.64.0.0/10 Cilium's cluster-pool-ipv4-cidr",
                        "PODS HINT 10.0.0.0/8 Cilium's ipv4-native-routing-cidr");
        assertThat(PluginMap.ciliumIpam(map(pools))).isEqualTo("cluster-pool");
        ConfigMap ofNodes = map(Map.of("ipam", "kubernetes", "cluster-pool-ipv4-cidr", "10.0.0.0/8"));
        assertThat(PluginMap.cilium(ofNodes)).isEmpty();
        assertThat(PluginMap.ciliumIpam(ofNodes)).isEqualTo("kubernetes");
    }

    @Test
    void ciliumBehindAnotherPluginGivesNoAddresses() {
        ConfigMap chained = map(Map.of("cni-chaining-mode", "aws-cni", "cluster-pool-ipv4-cidr", "10.0.0.0/8"));
        assertThat(PluginMap.ciliumIpam(chained)).isEqualTo("chained to aws-cni");
        assertThat(PluginMap.cilium(chained)).isEmpty();
        for (String own : List.of("", "none", "portmap")) {
            assertThat(PluginMap.ciliumIpam(map(Map.of("cni-chaining-mode", own))))
                    .isEqualTo("cluster-pool");
        }
    }

    @Test
    void ofCalicoOnlyPoolsThatPodsHaveAddressesOfCount() {
        String pool = "{\"metadata\": {\"name\": \"default\"}, \"spec\": {\"cidr\": \"192.168.0.0/16\"%s}}";
        assertThat(texts(RangeObject.ipPool(json(pool.formatted("")))))
                .containsExactly("PODS CLUSTER 192.168.0.0/16 IPPool default");
        assertThat(RangeObject.ipPool(json(pool.formatted(", \"allowedUses\": [\"Workload\", \"Tunnel\"]"))))
                .hasSize(1);
        assertThat(RangeObject.ipPool(json(pool.formatted(", \"allowedUses\": [\"LoadBalancer\"]"))))
                .isEmpty();
        assertThat(texts(RangeObject.ipPool(json(pool.formatted(", \"disabled\": true")))))
                .containsExactly("PODS HINT 192.168.0.0/16 IPPool default");
    }

    @Test
    void nodesAndServiceCidrsHaveSeveral() {
        JsonNode node = json("""
                {"metadata": {"name": "n-1"}, "spec": {"podCIDR": "10.1.0.0/24", "podCIDRs": ["10.1.0.0/24", "fd00:1::/64"], "ipam": {"podCIDRs": ["10.9.0.0/24"]}},
                 "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.1"}, {"type": "InternalIP", "address": "2001:db8::1"},
                                          {"type": "Hostname", "address": "n-1"}, {"type": "ExternalIP", "address": "unset"}]}}
                """);
        assertThat(texts(NodeObject.node(node)))
                .containsExactly("PODS NODE 10.1.0.0/24 n-1", "PODS NODE fd00:1:0:0:0:0:0:0/64 n-1");
        assertThat(texts(NodeObject.ciliumNode(node))).containsExactly("PODS NODE 10.9.0.0/24 n-1");
        assertThat(NodeObject.addresses(node)
                        .map(each -> each.node() + " " + each.address().getHostAddress()))
                .containsExactly("n-1 192.0.2.1", "n-1 2001:db8:0:0:0:0:0:1");
        assertThat(NodeObject.node(json("{\"metadata\": {\"name\": \"n-2\"}, \"spec\": {}}")))
                .isEmpty();
        assertThat(
                        texts(
                                RangeObject.serviceCidr(
                                        json(
                                                "{\"metadata\": {\"name\": \"kubernetes\"}, \"spec\": {\"cidrs\": [\"10.96.0.0/12\", \"fd00:96::/112\"]}}"))))
                .containsExactly(
                        "SERVICES CLUSTER 10.96.0.0/12 ServiceCIDR kubernetes",
                        "SERVICES CLUSTER fd00:96:0:0:0:0:0:0/112 ServiceCIDR kubernetes");
    }

    @Test
    void theChartsConfigMapHasOneFileOrOneForEachNode() {
        String file =
                "cluster: east\nname: \"${HANSE_NODE_NAME//./-}\"\npod-prefixes: [\"10.10.0.0/16\"]\nservice-prefixes: []\n";
        assertThat(GatewayPrefixes.of(map(Map.of("node-1.yaml", file, "node-2.yaml", file))))
                .hasValueSatisfying(each -> {
                    assertThat(each.cluster()).isEqualTo("east");
                    assertThat(texts(each.found("here"))).containsExactly("PODS CLUSTER 10.10.0.0/16 here");
                });
        assertThat(GatewayPrefixes.of(map(Map.of("readme", "text")))).isEmpty();
    }
}
