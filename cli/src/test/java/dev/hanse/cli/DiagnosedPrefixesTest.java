// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects pods that nobody reaches from going unnoticed: {@code hanse diagnose} compares the addresses that a cluster has with those that are registered. */
final class DiagnosedPrefixesTest {

    private final StubServer server = new StubServer();

    @BeforeEach
    void start() {
        registered("\"10.244.0.0/16\"", "");
        nodes("10.244.0.0/24", "10.244.1.0/24");
        server.list("/apis/networking.k8s.io/v1/servicecidrs", "ServiceCIDRList", """
                {"metadata": {"name": "kubernetes"}, "spec": {"cidrs": ["10.96.0.0/12"]}}
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void registered(String pods, String others) {
        server.answers.put("/status", """
                {"cluster": "east", "gateway": "gw-1", "ready": true, "prefixes": {"pods": [%s], "clusters": {%s}}}
                """.formatted(pods, others));
    }

    /** Each on a node of its own. */
    private void nodes(String... prefixes) {
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < prefixes.length; i++) {
            nodes.append(i == 0 ? "" : ",").append("""
                    {"metadata": {"name": "n-%d"}, "spec": {"podCIDRs": ["%s"]}, "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.%d"}]}}
                    """.formatted(i, prefixes[i], i + 1));
        }
        server.list("/api/v1/nodes", "NodeList", nodes.toString());
    }

    private HanseCommandLine.Run diagnose() {
        return new HanseCommandLine(Clock.systemUTC(), Map.of())
                .run(List.of("diagnose", "--gateway", server.url(), "--api-server", server.url()));
    }

    private String line(String start) {
        return StubServer.line(diagnose(), start);
    }

    @Test
    void whatIsRegisteredAndThereIsFine() {
        assertThat(line("ok prefixes")).contains("10.244.0.0/23", "as registered");
        assertThat(diagnose().out()).doesNotContain("warning prefixes", "failed prefixes", "unknown prefixes");
    }

    @Test
    void nodesOutsideAreNamedWithWhatToDo() {
        nodes("10.244.0.0/24", "10.250.1.0/24");
        assertThat(line("failed prefixes node n-1"))
                .contains("n-1 10.250.1.0/24", "registered: 10.244.0.0/16", "hanse prefixes --as-found");
        nodes("10.250.0.0/24", "10.250.1.0/24", "10.250.2.0/24", "10.250.3.0/24", "10.250.4.0/24", "10.250.5.0/24");
        assertThat(line("failed prefixes 6 nodes")).contains("n-4 10.250.4.0/24 and 1 more");
        assertThat(line("warning prefixes 10.244.0.0/16")).contains("no pod here has an address of it");
    }

    @Test
    void aRangeThatIsNotRegisteredAsAWholeIsAWarningWhileNodesAreInside() {
        registered("\"10.244.0.0/23\"", "");
        server.map(
                "kube-system",
                "kubeadm-config",
                "\"ClusterConfiguration\": \"networking: {podSubnet: 10.244.0.0/16}\"");
        assertThat(line("warning prefixes 10.244.0.0/16")).contains("kubeadm's podSubnet", "nodes that come later");
        nodes("10.244.0.0/24", "10.244.7.0/24");
        assertThat(line("failed prefixes node n-1")).contains("10.244.7.0/24");
        assertThat(line("failed prefixes 10.244.0.0/16")).contains("pods may have addresses of it");
    }

    @Test
    void poolsOfCalicoHaveNoNodes() {
        server.list(
                "/apis/crd.projectcalico.org/v1/ippools",
                "IPPoolList",
                "{\"metadata\": {\"name\": \"second\"}, \"spec\": {\"cidr\": \"10.50.0.0/16\"}}");
        assertThat(line("failed prefixes 10.50.0.0/16")).contains("IPPool second", "not registered");
    }

    @Test
    void aDisabledPoolThatIsRegisteredIsNotNobodys() {
        registered("\"10.244.0.0/16\", \"10.60.0.0/16\"", "");
        assertThat(line("warning prefixes 10.60.0.0/16")).contains("no pod here has an address of it");
        server.list(
                "/apis/crd.projectcalico.org/v1/ippools",
                "IPPoolList",
                "{\"metadata\": {\"name\": \"old\"}, \"spec\": {\"cidr\": \"10.60.0.0/16\", \"disabled\": true}}");
        assertThat(diagnose().out()).doesNotContain("no pod here has an address of it");
    }

    @Test
    void podsOfOthersAreComparedWithServicesNodesAndPodsHere() {
        registered(
                "\"10.244.0.0/16\"",
                "\"west\": [\"10.20.0.0/16\"], \"north\": [\"10.100.0.0/16\", \"192.0.2.0/24\", \"10.244.1.128/25\"]");
        HanseCommandLine.Run run = diagnose();
        assertThat(run.status()).isOne();
        assertThat(StubServer.line(run, "failed prefixes north 10.100.0.0/16"))
                .contains("this cluster's Services, 10.96.0.0/12 (ServiceCIDR kubernetes)");
        assertThat(StubServer.line(run, "failed prefixes north 192.0.2.0/24"))
                .contains("n-0, 192.0.2.1, and 1 more addresses");
        assertThat(StubServer.line(run, "failed prefixes north 10.244.1.128/25"))
                .contains("pods here, 10.244.1.0/24");
        assertThat(run.out()).doesNotContain("west 10.20.0.0/16");
    }

    @Test
    void theConfigurationSpeaksWhereNoGatewayOfThisClusterDoes() {
        server.map("hanse", "hanse-gateway", "\"gateway.yaml\": \"cluster: west\\npod-prefixes: [10.9.0.0/16]\\n\"");
        assertThat(line("failed prefixes 2 nodes")).contains("registered: 10.9.0.0/16");
        assertThat(line("skipped prefixes")).contains("only a gateway knows them");
        server.answers.remove("/status");
        assertThat(line("failed prefixes 2 nodes")).contains("registered: 10.9.0.0/16");
        server.map("hanse", "hanse-gateway", "\"gateway.yaml\": \"cluster: west\\npod-prefixes: all\\n\"");
        assertThat(line("unknown prefixes hanse/hanse-gateway")).contains("pod-prefixes");
    }

    @Test
    void aGatewaysWordDoesWhereItsConfigurationMayNotBeRead() {
        server.forbidden.add("/api/v1/namespaces/hanse/configmaps/hanse-gateway");
        assertThat(line("unknown prefixes hanse/hanse-gateway")).contains("HTTP 403", "findPrefixes");
        assertThat(line("ok prefixes")).contains("10.244.0.0/23", "as registered");
        server.answers.remove("/status");
        assertThat(line("unknown prefixes hanse/hanse-gateway")).contains("HTTP 403");
        assertThat(diagnose().out()).doesNotContain("as registered", "nobody says what is registered");
    }

    @Test
    void whatIsNotKnownIsNotCompared() {
        server.forbidden.add("/api/v1/nodes");
        assertThat(line("unknown prefixes Nodes")).contains("list nodes: HTTP 403", "findPrefixes");
        assertThat(line("skipped prefixes - Nodes could not be read")).contains("not compared");
        server.forbidden.clear();
        server.list("/api/v1/nodes", "NodeList", "");
        assertThat(line("skipped prefixes")).contains("nothing here says");
    }
}
