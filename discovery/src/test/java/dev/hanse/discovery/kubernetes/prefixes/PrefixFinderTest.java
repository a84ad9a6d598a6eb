// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.OperatorAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects the difference between what is not there, what may not be read, what nobody understands, and a server that does not answer. */
final class PrefixFinderTest {

    private static final String MAPS = "/api/v1/namespaces/%s/configmaps/%s";
    private static final String POOLS = "/apis/crd.projectcalico.org/v1/ippools";
    private static final ObjectName CHART = new ObjectName("hanse", "hanse-gateway");

    private final Map<String, String> answers = new TreeMap<>();
    private final Map<String, Integer> refused = new TreeMap<>();
    private final HttpServer server;
    private final ApiServer api;

    PrefixFinderTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        api = new OperatorAccess(Optional.of(address), Optional.empty(), Optional.empty()).open();
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
        list("/api/v1/nodes", "NodeList", """
                {"metadata": {"name": "n-1"}, "spec": {"podCIDRs": ["10.1.0.0/24"]}, "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.1"}]}},
                {"metadata": {"name": "n-2"}, "spec": {"podCIDRs": ["10.1.1.0/24"]}}
                """);
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    private void list(String path, String kind, String items) {
        answers.put(
                path,
                "{\"kind\": \"" + kind + "\", \"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [" + items + "]}");
    }

    private void map(String namespace, String name, String data) {
        answers.put(
                MAPS.formatted(namespace, name),
                "{\"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"" + name + "\", \"namespace\": \"" + namespace
                        + "\"}, \"data\": {" + data + "}}");
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        int status = refused.getOrDefault(path, answers.containsKey(path) ? 200 : 404);
        byte[] body = (status == 200
                        ? answers.getOrDefault(path, "")
                        : "{\"kind\": \"Status\", \"message\": \"said so\"}")
                .getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    private ClusterNetworks find() throws ApiException, InterruptedException {
        return new PrefixFinder(api).find();
    }

    private static Reading reading(ClusterNetworks found, Origin origin) {
        return found.readings().stream()
                .filter(each -> each.origin() == origin)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsThereIsReadAndWhatIsNotIsSaid() throws ApiException, InterruptedException {
        list("/apis/networking.k8s.io/v1beta1/servicecidrs", "ServiceCIDRList", """
                {"metadata": {"name": "kubernetes"}, "spec": {"cidrs": ["10.96.0.0/12"]}}
                """);
        map("kube-system", "kube-flannel-cfg", "\"net-conf.json\": \"{\\\"Network\\\": \\\"10.1.0.0/16\\\"}\"");
        ClusterNetworks found = find();
        assertThat(Choice.ofPods(found).prefixes()).hasToString("[10.1.0.0/16]");
        assertThat(Choice.ofServices(found).prefixes()).hasToString("[10.96.0.0/12]");
        assertThat(reading(found, Origin.NODES).text()).isEqualTo("2 objects");
        assertThat(reading(found, Origin.CALICO))
                .returns(Reading.State.ABSENT, Reading::state)
                .returns("ippools.crd.projectcalico.org are not served here", Reading::text);
        assertThat(reading(found, Origin.KUBEADM).text()).isEqualTo("there is no ConfigMap kube-system/kubeadm-config");
        assertThat(found.nodes()).singleElement().returns("n-1", NodeAddress::node);
    }

    @Test
    void whatMayNotBeReadNamesTheRight() throws ApiException, InterruptedException {
        refused.put("/api/v1/nodes", 403);
        refused.put(POOLS, 403);
        assertThat(find().unknown()).extracting(Reading::origin).containsExactly(Origin.CALICO, Origin.NODES);
        assertThat(Choice.ofPods(find()).problem())
                .isEqualTo(
                        "Calico's IPPools could not be read (list ippools.crd.projectcalico.org: HTTP 403 (said so)); Nodes could not be read (list nodes: HTTP 403 (said so))");
    }

    @Test
    void whatNobodyUnderstandsIsUnknownAndNamed() throws ApiException, InterruptedException {
        list(POOLS, "IPPoolList", "{\"metadata\": {\"name\": \"odd\"}, \"spec\": {\"cidr\": \"all of them\"}}");
        map("kube-system", "kubeadm-config", "\"ClusterConfiguration\": \"networking: 7\"");
        ClusterNetworks found = find();
        assertThat(reading(found, Origin.CALICO))
                .returns(Reading.State.MALFORMED, Reading::state)
                .extracting(Reading::text)
                .asString()
                .contains("odd", "all of them");
        assertThat(reading(found, Origin.KUBEADM).state()).isEqualTo(Reading.State.MALFORMED);
    }

    @Test
    void aServerThatFailsIsNoAnswer() {
        refused.put("/api/v1/nodes", 500);
        assertThatThrownBy(this::find).isInstanceOf(ApiException.class).hasMessageContaining("HTTP 500");
        refused.put("/api/v1/nodes", 401);
        assertThatThrownBy(this::find).isInstanceOf(ApiException.class).hasMessageContaining("renew it");
    }

    @Test
    void ciliumsNodesAreAskedForWhereTheyHavePartsOfItsPool() throws ApiException, InterruptedException {
        list("/apis/cilium.io/v2/ciliumnodes", "CiliumNodeList", """
                {"metadata": {"name": "n-1"}, "spec": {"ipam": {"podCIDRs": ["10.7.4.0/24"]}}}
                """);
        map("kube-system", "cilium-config", "\"ipam\": \"cluster-pool\", \"cluster-pool-ipv4-cidr\": \"10.7.0.0/16\"");
        assertThat(Choice.ofPods(find()).prefixes()).hasToString("[10.7.0.0/16]");
        map("kube-system", "cilium-config", "\"cni-chaining-mode\": \"aws-cni\"");
        assertThat(Choice.ofPods(find()).problem()).contains("(Cilium: chained to aws-cni)");
        map("kube-system", "cilium-config", "\"ipam\": \"kubernetes\"");
        assertThat(reading(find(), Origin.CILIUM_NODES).state()).isEqualTo(Reading.State.ABSENT);
        assertThat(Choice.ofPods(find()).prefixes()).hasToString("[10.1.0.0/23]");
    }

    @Test
    void ciliumWithoutItsConfigurationIsNotNoCilium() throws ApiException, InterruptedException {
        list("/apis/cilium.io/v2/ciliumnodes", "CiliumNodeList", "");
        assertThat(Choice.ofPods(find()).prefixes()).hasToString("[10.1.0.0/23]");
        list("/apis/cilium.io/v2/ciliumnodes", "CiliumNodeList", """
                {"metadata": {"name": "n-1"}, "spec": {"ipam": {"podCIDRs": ["10.7.4.0/24"]}}},
                {"metadata": {"name": "n-2"}, "spec": {"ipam": {"podCIDRs": ["10.7.5.0/24"]}}}
                """);
        assertThat(Choice.ofPods(find()).prefixes()).isEmpty();
        assertThat(Choice.ofPods(find()).problem())
                .contains("(Cilium: there are CiliumNodes, and no ConfigMap kube-system/cilium-config)");
    }

    @Test
    void whereCiliumsConfigurationIsNotKnownItsNodesAreNotAskedFor() throws ApiException, InterruptedException {
        refused.put(MAPS.formatted("kube-system", "cilium-config"), 403);
        assertThat(reading(find(), Origin.CILIUM_NODES).text())
                .isEqualTo("not asked for: Cilium's configuration is not known");
        refused.clear();
        map("kube-system", "cilium-config", "\"cluster-pool-ipv4-cidr\": \"all\"");
        assertThat(reading(find(), Origin.CILIUM_NODES).text())
                .isEqualTo("not asked for: Cilium's configuration is not known");
    }

    @Test
    void aGroupWithoutObjectsDoesNotHideTheNextOne() throws ApiException, InterruptedException {
        list(POOLS, "IPPoolList", "");
        assertThat(reading(find(), Origin.CALICO).text()).isEqualTo("0 objects");
        String pool = "{\"metadata\": {\"name\": \"default\"}, \"spec\": {\"cidr\": \"%s\"}}";
        list("/apis/projectcalico.org/v3/ippools", "IPPoolList", pool.formatted("192.168.0.0/16"));
        assertThat(Choice.ofPods(find()).prefixes()).hasToString("[192.168.0.0/16]");
        list(POOLS, "IPPoolList", pool.formatted("10.50.0.0/16"));
        assertThat(Choice.ofPods(find()).prefixes()).hasToString("[10.50.0.0/16]");
    }

    @Test
    void flannelMarksItsNodesWhereverItsConfigurationStands() throws ApiException, InterruptedException {
        list(POOLS, "IPPoolList", "{\"metadata\": {\"name\": \"default\"}, \"spec\": {\"cidr\": \"192.168.0.0/16\"}}");
        assertThat(Choice.ofPods(find()).prefixes()).hasToString("[192.168.0.0/16]");
        list("/api/v1/nodes", "NodeList", """
                {"metadata": {"name": "n-1", "annotations": {"flannel.alpha.coreos.com/kube-subnet-manager": "true"}}, "spec": {"podCIDRs": ["10.1.0.0/24"]}},
                {"metadata": {"name": "n-2"}, "spec": {"podCIDRs": ["10.1.1.0/24"]}}
                """);
        assertThat(Choice.ofPods(find()).problem()).contains("Calico and flannel");
    }

    @Test
    void whatGatewaysAreConfiguredWithIsAPlaceToo() throws ApiException, InterruptedException {
        PrefixFinder finder = new PrefixFinder(api);
        assertThat(finder.configured(CHART)).isEmpty();
        assertThat(finder.configuration(CHART).state()).isEqualTo(Reading.State.ABSENT);
        map("hanse", "hanse-gateway", "\"gateway.yaml\": \"cluster: east\\npod-prefixes: [10.9.0.0/16]\\n\"");
        assertThat(finder.configured(CHART)).map(GatewayPrefixes::cluster).hasValue("east");
        ClusterNetworks found = finder.find().with(finder.configuration(CHART));
        assertThat(Choice.ofPods(found).prefixes()).hasToString("[10.9.0.0/16]");
    }
}
