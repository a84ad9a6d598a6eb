// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.yaml.YamlDocument;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects what {@code hanse prefixes} shows before anything is registered, and that nothing comes out of it where nobody knows. */
final class PrefixesVerbTest {

    private final StubServer server = new StubServer();

    @BeforeEach
    void start() {
        server.list("/api/v1/nodes", "NodeList", """
                {"metadata": {"name": "n-1"}, "spec": {"podCIDRs": ["10.244.0.0/24"]}},
                {"metadata": {"name": "n-2"}, "spec": {"podCIDRs": ["10.244.1.0/24"]}}
                """);
        server.list("/apis/networking.k8s.io/v1/servicecidrs", "ServiceCIDRList", """
                {"metadata": {"name": "kubernetes"}, "spec": {"cidrs": ["10.96.0.0/12"]}}
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void kubeadm() {
        server.map(
                "kube-system",
                "kubeadm-config",
                "\"ClusterConfiguration\": \"networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/12}\"");
    }

    private HanseCommandLine.Run prefixes(String... more) {
        List<String> words = new ArrayList<>(List.of("prefixes", "--api-server", server.url()));
        words.addAll(List.of(more));
        return new HanseCommandLine(Clock.systemUTC(), Map.of()).run(words);
    }

    @Test
    void eachPrefixSaysWhereItIsFrom() {
        kubeadm();
        HanseCommandLine.Run run = prefixes();
        assertThat(run.status()).isZero();
        assertThat(StubServer.line(run, "pods 10.244.0.0/16"))
                .isEqualTo("pods 10.244.0.0/16 kubeadm's podSubnet yes -");
        assertThat(StubServer.line(run, "pods 10.244.0.0/23")).isEqualTo("pods 10.244.0.0/23 Nodes (2) yes -");
        assertThat(StubServer.line(run, "services 10.96.0.0/12 ServiceCIDR")).endsWith("yes -");
        assertThat(StubServer.line(run, "services 10.96.0.0/12 kubeadm's")).contains("no Services have");
        assertThat(StubServer.line(run, "Calico's IPPools")).contains("absent", "not served here");
        assertThat(run.out())
                .contains("--set 'podPrefixes={10.244.0.0/16}' --set 'servicePrefixes={10.96.0.0/12}'")
                .doesNotContain("Note:");
    }

    @Test
    void valuesAreForTheChartAndAllElseIsForPeople() {
        HanseCommandLine.Run run = prefixes("--values");
        assertThat(run.status()).isZero();
        var values = YamlDocument.parse("values", run.out());
        assertThat(values.values("podPrefixes", text -> text)).containsExactly("10.244.0.0/23");
        assertThat(values.values("servicePrefixes", text -> text)).containsExactly("10.96.0.0/12");
        assertThat(run.out()).contains("# pods 10.244.0.0/23: Nodes (2)");
        assertThat(run.err()).contains("NETWORK", "Note: known from nodes alone");
    }

    @Test
    void whatMayNotBeReadIsSaidAndNoValuesComeOut() {
        server.forbidden.add("/api/v1/nodes");
        HanseCommandLine.Run run = prefixes("--values");
        assertThat(run.status()).isOne();
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "Nodes could not be read (list nodes: HTTP 403)", "rights of an administrator", "findPrefixes")
                .doesNotContain("grant the verb");
        assertThat(StubServer.line(prefixes(), "Nodes")).contains("forbidden");
    }

    @Test
    void whereNothingIsFoundItSaysWhatToSet() {
        server.answers.remove("/api/v1/nodes");
        HanseCommandLine.Run run = prefixes();
        assertThat(run.status()).isOne();
        assertThat(run.err()).contains("nothing here says which addresses pods have", "--cluster-cidr", "podPrefixes");
        assertThat(run.out()).doesNotContain("--set");
    }

    @Test
    void whatIsConfiguredCountsUnlessItIsLeftOut() {
        server.map("hanse", "hanse-gateway", "\"gateway.yaml\": \"cluster: east\\npod-prefixes: [10.9.0.0/16]\\n\"");
        HanseCommandLine.Run run = prefixes();
        assertThat(StubServer.line(run, "pods 10.9.0.0/16")).contains("ConfigMap hanse/hanse-gateway yes");
        assertThat(StubServer.line(run, "pods 10.244.0.0/23")).contains("no what the gateways are configured with");
        assertThat(run.out()).contains("--set 'podPrefixes={10.9.0.0/16}'").doesNotContain("--set 'servicePrefixes");
        assertThat(prefixes("--values").out()).contains("podPrefixes: [\"10.9.0.0/16\"]", "servicePrefixes: []");
        assertThat(prefixes("--as-found").out()).contains("--set 'podPrefixes={10.244.0.0/23}'");
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(prefixes("--output", "json").out())
                .contains(
                        "\"podPrefixes\" : [ \"10.244.0.0/23\" ]",
                        "\"from\" : \"Nodes (2)\"",
                        "\"state\" : \"absent\"");
    }
}
