// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects what {@code hanse diagnose} makes of what it is told: what works, what does not, and what nobody could say are three things. */
final class DiagnoseVerbTest {

    private static final String HEALTHY = """
            {"cluster": "east", "gateway": "gw-1", "softwareVersion": "0.1.0", "ready": true,
             "link": {"state": "up", "since": "2026-11-23T11:00:00Z", "address": "cp:9443", "reason": ""},
             "view": {"served": true, "services": 3, "peers": 2, "unreachableClusters": [%s]},
             "exports": {"refused": [%s], "errors": []},
             "sources": [{"name": "kubernetes", "read": true, "stale": %s, "staleReason": "403", "since": "2026-11-23T11:00:00Z", "services": 4}],
             "paths": [{"cluster": "west", "gateway": "a", "up": true, "roundTripMicros": 420, "since": "2026-11-23T11:00:00Z"},
                       {"cluster": "west", "gateway": "b", "up": %s, "roundTripMicros": 0, "since": "2026-11-23T11:00:00Z"}],
             "certificate": {"expiresAt": "%s", "failures": 0, "lastFailure": "away"},
             "tunnel": {"device": "hanse0", "listen": "0.0.0.0:51820", "mtu": 1420},
             "stateFailures": [], "hostFindings": [%s]}
            """;

    private final StubServer server = new StubServer();
    private final Map<String, String> answers = server.answers;
    private final List<String> refusedRights = server.refusedRights;

    @BeforeEach
    void start() {
        answers.put("/status", HEALTHY.formatted("", "", "false", "true", "2026-11-24T00:00:00Z", ""));
        answers.put("/version", "{\"gitVersion\": \"v1.37.2\"}");
        String resources = "{\"resources\": [{\"name\": \"serviceexports\"}, {\"name\": \"serviceimports\"}]}";
        answers.put("/apis/multicluster.x-k8s.io/v1beta1", resources);
        answers.put("/apis/multicluster.x-k8s.io/v1alpha1", resources);
        corefile(
                "# BEGIN nothing\\n.:53 {\\n    kubernetes cluster.local clusterset.local {\\n        multicluster clusterset.local\\n    }\\n}\\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void corefile(String text) {
        server.map("kube-system", "coredns", "\"Corefile\": \"" + text + "\"");
    }

    private void cilium(String data) {
        server.map("kube-system", "cilium-config", data);
    }

    private HanseCommandLine.Run diagnose(String... more) {
        String url = server.url();
        List<String> words = new ArrayList<>(List.of("diagnose", "--gateway", url, "--api-server", url));
        words.addAll(List.of(more));
        return new HanseCommandLine(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC), Map.of())
                .run(words);
    }

    @Test
    void whatWorksEndsWithSuccess() {
        HanseCommandLine.Run run = diagnose();
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).doesNotContain("failed", "unknown", "warning");
        assertThat(StubServer.line(run, "ok gateway")).contains("east/gw-1", "ready");
        assertThat(StubServer.line(run, "ok role")).contains("hanse/hanse", "has all");
        assertThat(StubServer.line(run, "ok dns")).contains("by itself");
        assertThat(StubServer.line(run, "ok path west/a")).contains("420 µs");
        assertThat(StubServer.line(run, "skipped writer")).contains("write-imports");
    }

    @Test
    void whatAGatewaySaysIsJudged() {
        answers.put(
                "/status",
                HEALTHY.formatted(
                        "\"north\"",
                        "{\"item\": \"shop/web\", \"reason\": \"FOREIGN_PREFIX\", \"message\": \"10.9.0.1\"}",
                        "true",
                        "false",
                        "2026-11-23T11:59:59Z",
                        "{\"code\": \"FORWARDING_OFF\", \"text\": \"off\", \"remedy\": \"sysctl\"}, {\"code\": \"INVALID_DROPPED\", \"text\": \"ct\", \"remedy\": \"nft\"}"));
        HanseCommandLine.Run run = diagnose();
        assertThat(run.status()).isOne();
        assertThat(StubServer.line(run, "failed path north")).contains("no gateway of this cluster");
        assertThat(StubServer.line(run, "warning path west/b")).contains("down since");
        assertThat(StubServer.line(run, "failed source kubernetes")).contains("403");
        assertThat(StubServer.line(run, "failed certificate")).contains("token create");
        assertThat(StubServer.line(run, "warning export shop/web")).contains("FOREIGN_PREFIX");
        assertThat(StubServer.line(run, "failed host FORWARDING_OFF")).contains("sysctl");
        assertThat(StubServer.line(run, "warning host INVALID_DROPPED")).contains("nft");
        assertThat(run.err()).startsWith("hanse: 4 of ");
    }

    @Test
    void aRightThatIsMissingIsNamed() {
        refusedRights.add("\"resource\":\"services\",\"subresource\":\"\",\"verb\":\"create\"");
        HanseCommandLine.Run run = diagnose();
        assertThat(run.status()).isOne();
        assertThat(StubServer.line(run, "failed role"))
                .contains("may not: create services ")
                .containsSubsequence("--service-account", "helm upgrade", "role.yaml");
        assertThat(diagnose("--read-only").status()).isZero();
    }

    @Test
    void definitionsAndForwardingThatAreNotThereFail() {
        answers.remove("/apis/multicluster.x-k8s.io/v1beta1");
        answers.remove("/apis/multicluster.x-k8s.io/v1alpha1");
        corefile(".:53 {\\n    errors\\n}\\n");
        HanseCommandLine.Run run = diagnose();
        assertThat(run.status()).isOne();
        assertThat(StubServer.line(run, "failed definition serviceexports")).contains("crds.yaml");
        assertThat(StubServer.line(run, "failed dns"))
                .contains("does not forward clusterset.local", "hanse dns-config coredns --apply");
    }

    @Test
    void whatCannotBeAskedIsUnknownAndNoSuccess() {
        answers.put("/version", "{}");
        HanseCommandLine.Run run = diagnose();
        assertThat(run.status()).isOne();
        assertThat(StubServer.line(run, "unknown kubernetes")).contains("v1.37.2");
    }

    @Test
    void anApiServerThatIsTooOldFails() {
        answers.put("/version", "{\"gitVersion\": \"v1.21.14\"}");
        assertThat(StubServer.line(diagnose(), "failed kubernetes")).contains("server-side apply", "1.22");
        answers.put("/version", "{\"gitVersion\": \"v1.34.4+k3s1\"}");
        assertThat(StubServer.line(diagnose(), "ok kubernetes")).contains("v1.34.4+k3s1", "tested with 1.37");
    }

    @Test
    void ciliumMasqueradingInEbpfFailsUnlessAPrefixIsKept() {
        cilium("\"enable-ipv4-masquerade\": \"true\", \"enable-bpf-masquerade\": \"true\"");
        assertThat(StubServer.line(diagnose(), "failed network-plugin cilium")).contains("ipv4NativeRoutingCIDR");
        cilium(
                "\"enable-ipv4-masquerade\": \"true\", \"enable-bpf-masquerade\": \"true\", \"ipv4-native-routing-cidr\": \"10.0.0.0/8\"");
        assertThat(StubServer.line(diagnose(), "warning network-plugin cilium")).contains("10.0.0.0/8");
        cilium("\"enable-ipv4-masquerade\": \"true\"");
        assertThat(StubServer.line(diagnose(), "ok network-plugin")).contains("does not masquerade");
    }

    @Test
    void withoutAGatewayOrAClusterTheOtherIsLookedAt() {
        answers.remove("/status");
        HanseCommandLine.Run named = diagnose("--no-kubernetes");
        assertThat(named.status()).isOne();
        assertThat(StubServer.line(named, "failed gateway")).contains("status 404", "status-listen");
        HanseCommandLine.Run run =
                new HanseCommandLine(Clock.systemUTC(), Map.of("HOME", "/nowhere")).run(List.of("diagnose"));
        assertThat(run.status()).isOne();
        assertThat(StubServer.line(run, "unknown kubernetes")).contains("--no-kubernetes");
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(diagnose("--output", "json").out())
                .contains("\"check\" : \"gateway\"", "\"state\" : \"OK\"", "\"subject\" : \"east/gw-1\"");
    }
}
