// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects a cluster's CoreDNS from {@code hanse dns-config --apply}: a real one reads what a real API server has, the zone is answered, all else stays octet for octet, and nobody is fought. */
final class CorefileIT {

    private static final String GATEWAY = "127.0.0.1:5353";
    private static final String REFUSING = "127.0.0.1:5398";
    private static final String SILENT = "127.0.0.1:5399";
    private static final String NAME = "web.named.svc.clusterset.local";
    private static final String OWN = "kubernetes.default.svc.cluster.local";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static TwoClusters clusters;
    private static ClusterSide west;
    private static ClusterCoreDns dns;

    private @Nullable TestProcess process;

    @BeforeAll
    static void start() throws IOException {
        clusters = TwoClusters.start(LAB);
        west = clusters.west();
        dns = new ClusterCoreDns(west.api(), LAB.folder("coredns").toAbsolutePath());
        west.api().host().run("nft", "add table inet silent").orFail();
        west.api()
                .host()
                .run("nft", "add chain inet silent in { type filter hook input priority 0; }")
                .orFail();
        west.api()
                .host()
                .run("nft", "add rule inet silent in udp dport 5399 drop")
                .orFail();
        clusters.namespace("named");
        clusters.east().service("named", "web", "{ports: [{name: http, port: 80}]}");
        clusters.east().endpoints("named", "web", "[{name: http, port: 8080}]", 10);
        clusters.east().export("named", "web");
        west.awaitImport(
                "named", "web", found -> assertThat(found.getJsonArray("ips")).isNotEmpty());
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.close();
        }
        west.api().admin().call("DELETE", "/api/v1/namespaces/kube-system/configmaps/coredns-custom", "", "");
    }

    private static String address() {
        return west.written().imported("named", "web").getJsonObject("spec").getJsonArray("ips").stream()
                .map(String.class::cast)
                .filter(each -> !each.contains(":"))
                .findFirst()
                .orElseThrow();
    }

    private void startWith(String corefile) {
        dns.put(corefile);
        process = dns.start("coredns");
        eventually(
                "it answers the cluster's names",
                ClusterSide.LIMIT,
                () -> assertThat(dns.ask(OWN, "A")).contains("NOERROR"));
        assertThat(dns.answer(NAME, "A")).containsExactly("SERVFAIL");
    }

    private static void awaitAnswer(String expected) {
        dns.mount();
        eventually(
                NAME, ClusterSide.LIMIT, () -> assertThat(dns.answer(NAME, "A")).containsExactly(expected));
        assertThat(dns.answer(OWN, "A")).containsExactly("10.96.0.1");
    }

    @Test
    void theZoneIsForwardedAndAllElseComesBackOctetForOctet() {
        String before = dns.corefile("cluster.local", "pods insecure");
        startWith(before);

        String planned = dns.verb("coredns", "--apply", "--gateway", GATEWAY, "--dry-run")
                .orFail()
                .output();
        assertThat(planned).contains("forwards clusterset.local after the change, which was not made");
        assertThat(dns.corefile()).isEqualTo(before);

        String said =
                dns.verb("coredns", "--apply", "--gateway", GATEWAY).orFail().output();
        assertThat(said).contains("ConfigMap kube-system/coredns (Corefile) forwards clusterset.local now");
        assertThat(dns.corefile()).endsWith(before).contains("clusterset.local:5300 {");
        awaitAnswer(address());

        String version = dns.version();
        assertThat(dns.verb("coredns", "--apply", "--gateway", GATEWAY).orFail().output())
                .contains(", as before");
        dns.verb("coredns", "--status").orFail();
        assertThat(dns.version()).as("nothing was written").isEqualTo(version);

        assertThat(dns.verb("coredns", "--remove").orFail().output()).contains("does not forward clusterset.local now");
        assertThat(dns.corefile()).isEqualTo(before);
        assertThat(dns.map("coredns").getJsonObject("metadata").containsKey("annotations"))
                .isFalse();
        awaitAnswer("SERVFAIL");
        assertThat(dns.verb("coredns", "--remove").orFail().output()).contains(", as before");
    }

    @Test
    void oneDeadGatewayOfTwoCostsOneRetry() {
        startWith(dns.corefile("cluster.local", ""));
        for (String dead : List.of(REFUSING, SILENT)) {
            dns.verb("coredns", "--apply", "--gateway", dead + "," + GATEWAY, "--read-timeout", "500ms")
                    .orFail();
            awaitAnswer(address());
            long slowest = 0;
            for (int i = 0; i < 20; i++) {
                String answer = dns.ask("n" + i + ".named.svc.clusterset.local", "A");
                assertThat(answer).contains("status: NXDOMAIN");
                slowest =
                        Math.max(slowest, Long.parseLong(answer.replaceFirst("(?s).*Query time: (\\d+) msec.*", "$1")));
            }
            assertThat(slowest).as("ms beside " + dead).isLessThan(1_500);
        }
    }

    @Test
    void whoTakesTheBlockOutIsNamedAndNotFought() {
        String before = dns.corefile("cluster.local", "");
        dns.put(before);
        dns.verb("coredns", "--apply", "--gateway", GATEWAY).orFail();
        write(before, "addon-of-the-vendor");

        String failed = refusal("coredns", "--status");
        assertThat(failed)
                .contains(
                        "does not forward clusterset.local: the block was there, and somebody took it out",
                        "last written by addon-of-the-vendor at 20",
                        "--apply");
        assertThat(dns.corefile()).isEqualTo(before);
        assertThat(dns.verb("coredns", "--apply", "--gateway", GATEWAY).orFail().output())
                .contains("forwards clusterset.local now\n", "addon-of-the-vendor");

        write(dns.corefile().replaceAll("#[^\n]*\n", ""), "kubeadm");
        assertThat(dns.verb("coredns", "--status").orFail().output()).contains("has lost its marks");
        assertThat(refusal("coredns", "--remove")).contains("kube-system/coredns still forwards clusterset.local");
        write(before, "kubeadm");
        dns.verb("coredns", "--remove").orFail();
        assertThat(dns.map("coredns").getJsonObject("metadata").containsKey("annotations"))
                .isFalse();
    }

    private static void write(String corefile, String manager) {
        west.api()
                .admin()
                .call(
                        "PATCH",
                        "/api/v1/namespaces/kube-system/configmaps/coredns?fieldManager=" + manager,
                        "application/merge-patch+json",
                        new JsonObject()
                                .put("data", new JsonObject().put("Corefile", corefile))
                                .encode())
                .orFail();
    }

    @Test
    void whatIsNotUnderstoodIsLeftAlone() {
        for (String corefile : List.of(
                ".:5300 {\n    errors\n",
                ".:5300\nerrors\n",
                ".:5300 {\n}\nclusterset.local:5300 {\n    forward . 192.0.2.99\n}\n")) {
            dns.put(corefile);
            String version = dns.version();
            assertThat(refusal("coredns", "--apply", "--gateway", GATEWAY))
                    .contains("the Corefile in ConfigMap kube-system/coredns is left alone: line ");
            assertThat(dns.version()).isEqualTo(version);
        }
        assertThat(refusal("coredns", "--apply", "--gateway", GATEWAY, "--config-map", "kube-system/none"))
                .contains("there is no ConfigMap kube-system/none; name the one");
    }

    @Test
    void whereTheCorefileImportsServersItIsNotTouched() {
        String before = dns.corefile("cluster.local", "") + "\nimport custom/*.server\n";
        startWith(before);
        String version = dns.version();
        assertThat(dns.verb("coredns", "--apply", "--gateway", GATEWAY).orFail().output())
                .contains(
                        "ConfigMap kube-system/coredns-custom (hanse-clusterset.local.server) forwards clusterset.local now");
        awaitAnswer(address());
        dns.verb("coredns", "--status").orFail();
        dns.verb("coredns", "--remove").orFail();
        assertThat(dns.hasMap("coredns-custom"))
                .as("made for the block, gone with it")
                .isFalse();
        awaitAnswer("SERVFAIL");

        west.api().admin().apply("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: coredns-custom, namespace: kube-system}, data: {theirs.server: "theirs:5300 {\\n    errors\\n}\\n"}}
                """);
        JsonObject theirs = dns.map("coredns-custom").getJsonObject("data");
        dns.verb("coredns", "--apply", "--gateway", GATEWAY).orFail();
        dns.verb("coredns", "--apply", "--gateway", GATEWAY + "," + REFUSING).orFail();
        awaitAnswer(address());
        dns.verb("coredns", "--remove").orFail();
        assertThat(dns.map("coredns-custom").getJsonObject("data")).isEqualTo(theirs);
        putCustom("submariner.server", "clusterset.local:5300 {\n    forward . 192.0.2.99\n}\n");
        assertThat(refusal("coredns", "--apply", "--gateway", GATEWAY))
                .contains("submariner.server")
                .contains("has a block of clusterset.local already");
        putCustom("submariner.server", "clusterset.local:5300 {\n");
        assertThat(refusal("coredns", "--apply", "--gateway", GATEWAY)).contains("cannot be understood");
        putCustom("submariner.server", "elsewhere:5300 {\n}\n");
        putCustom("hanse-clusterset.local.server", "mine:5300 {\n}\n");
        JsonObject mine = dns.map("coredns-custom").getJsonObject("data");
        assertThat(refusal("coredns", "--apply", "--gateway", GATEWAY))
                .contains("has not the marks of Hanse and stays as it is");
        dns.verb("coredns", "--remove").orFail();
        assertThat(dns.map("coredns-custom").getJsonObject("data")).isEqualTo(mine);
        assertThat(dns.version()).as("the Corefile's ConfigMap").isEqualTo(version);
    }

    private static void putCustom(String key, String text) {
        west.api()
                .admin()
                .call(
                        "PATCH",
                        "/api/v1/namespaces/kube-system/configmaps/coredns-custom",
                        "application/merge-patch+json",
                        new JsonObject()
                                .put("data", new JsonObject().put(key, text))
                                .encode())
                .orFail();
    }

    /** With what docs/dns.md grants, and nothing else; the shipped role of the gateways does not do. */
    @Test
    void twoVerbsOnOneConfigMapAreEnough() {
        dns.put(dns.corefile("cluster.local", ""));
        assertThat(GatewayFolder.oneLine(hanse("--apply").output()))
                .contains("HTTP 403", "grant the verb \"get\" on configmaps");
        west.api().admin().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: hanse-dns-config, namespace: kube-system}
                rules:
                  - {apiGroups: [""], resources: [configmaps], resourceNames: [coredns], verbs: [get, patch]}
                """);
        west.api().admin().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: hanse-dns-config, namespace: kube-system}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: hanse-dns-config}
                subjects: [{kind: ServiceAccount, name: hanse, namespace: hanse}]
                """);
        eventually("the role counts", ClusterSide.LIMIT, () -> hanse("--apply").orFail());
        hanse("--status").orFail();
    }

    private static CommandResult hanse(String action) {
        return dns.verb(west.api().hanseKubeconfig(), "coredns", action, "--gateway", GATEWAY);
    }

    private static String refusal(String... words) {
        CommandResult result = dns.verb(words);
        assertThat(result.exitCode()).as(result.output()).isOne();
        return GatewayFolder.oneLine(result.output());
    }
}
