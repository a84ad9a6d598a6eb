// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.AtOnce;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects whoever asks {@code hanse diagnose} what is wrong: it finds, at a real gateway and a real API server, each thing that was broken, and nothing where all is well. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DiagnoseIT {

    private static final String ROLE = "/apis/rbac.authorization.k8s.io/v1/clusterroles/hanse";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static ClusterSide west;

    @BeforeAll
    static void start() throws IOException {
        TwoClusters clusters = TwoClusters.start(LAB);
        west = clusters.west();
        clusters.namespace("seen");
        clusters.east().service("seen", "web", "{ports: [{name: http, port: 80}]}");
        clusters.east().endpoints("seen", "web", "[{name: http, port: 8080}]", 10);
        clusters.east().export("seen", "web");
        west.written().awaitReady("seen", "web");
        new ClusterCoreDns(west.api(), LAB.folder("coredns").toAbsolutePath()).put(".:53 {\n    errors\n}");
    }

    private static CommandResult hanse(String... words) {
        return hanse(west.api().adminKubeconfig(), words);
    }

    private static CommandResult hanse(Path kubeconfig, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        return west.api().host().hanse(all.toArray(String[]::new));
    }

    /** Rows with one blank between cells. */
    private static List<String> rows(CommandResult result) {
        return result.output().lines().map(each -> each.replaceAll(" +", " ")).toList();
    }

    @Test
    @Order(1)
    void dnsServersThatAskNobodyAreFound() {
        CommandResult result = hanse("diagnose");
        assertThat(result.exitCode()).as(result.output()).isOne();
        assertThat(rows(result))
                .anyMatch(row -> row.startsWith("failed dns kube-system/coredns")
                        && row.contains("hanse dns-config coredns --apply"))
                .filteredOn(row -> row.startsWith("failed") || row.startsWith("unknown"))
                .as(result.output())
                .hasSize(1);
    }

    @Test
    @Order(2)
    void whereAllIsWellNothingIsFound() {
        hanse("dns-config", "coredns", "--apply", "--gateway", "192.0.2.1").orFail();
        CommandResult result = hanse("diagnose").orFail();
        assertThat(rows(result))
                .anyMatch(row -> row.startsWith("ok gateway west/gw-1 ready"))
                .anyMatch(row -> row.startsWith("ok control-plane"))
                .anyMatch(row -> row.startsWith("ok writer hanse/hanse-writer gateway gw-1 writes"))
                .anyMatch(row -> row.startsWith("ok role hanse/hanse has all"))
                .anyMatch(row -> row.startsWith("ok kubernetes - version v1."))
                .anyMatch(row -> row.startsWith("ok dns kube-system/coredns forwards clusterset.local"));
    }

    private static void node(String name, String prefixes) {
        west.api().admin().apply("""
                apiVersion: v1
                kind: Node
                metadata: {name: %s}
                spec: {podCIDR: "%s", podCIDRs: ["%s"]}
                """.formatted(name, prefixes.split("\"", 2)[0], prefixes));
    }

    @Test
    @Order(3)
    void prefixesAreFoundWhereTheyStandAndComparedWithThoseThatAreRegistered() {
        node("inside", "10.2.7.0/24\", \"fd00:10:2:7::/64");
        assertThat(rows(hanse("diagnose").orFail()))
                .anyMatch(row -> row.startsWith("ok prefixes - pods have addresses of 10.2.7.0/24"));
        node("outside", "10.77.0.0/24");
        west.api().admin().apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: kubeadm-config, namespace: kube-system}
                data: {ClusterConfiguration: "networking: {podSubnet: 10.2.0.0/16, serviceSubnet: 10.250.0.0/16}"}
                """);
        assertThat(rows(hanse("prefixes").orFail()))
                .anyMatch(row -> row.startsWith("pods 10.2.0.0/16 kubeadm's podSubnet yes"))
                .anyMatch(row -> row.startsWith("pods 10.2.7.0/24 Nodes (2) yes"))
                .anyMatch(row -> row.matches("services 10\\.\\S+ ServiceCIDR kubernetes yes.*"))
                .anyMatch(row -> row.startsWith("services 10.250.0.0/16 kubeadm's serviceSubnet no"))
                .anyMatch(row -> row.startsWith("Calico's IPPools absent"))
                .anyMatch(row -> row.contains("--set 'podPrefixes={10.2.0.0/16,10.77.0.0/24,fd00:10:2:7:0:0:0:0/64}'"));
        CommandResult result = hanse("diagnose");
        assertThat(result.exitCode()).isOne();
        assertThat(rows(result))
                .anyMatch(row -> row.startsWith("failed prefixes node outside")
                        && row.contains("outside 10.77.0.0/24")
                        && row.contains("hanse prefixes --as-found"));
    }

    @Test
    @Order(4)
    void calicosPoolsCountAndTheShippedRoleIsEnoughToReadThem() {
        west.api().admin().apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: ippools.crd.projectcalico.org}
                spec:
                  group: crd.projectcalico.org
                  scope: Cluster
                  names: {kind: IPPool, listKind: IPPoolList, plural: ippools, singular: ippool}
                  versions:
                    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
                """);
        eventually(
                "a pool can be made",
                ClusterSide.LIMIT,
                () -> west.api().admin().apply("""
                {apiVersion: crd.projectcalico.org/v1, kind: IPPool, metadata: {name: own}, spec: {cidr: 10.2.128.0/17}}
                """));
        Path own = west.api().hanseKubeconfig();
        CommandResult refused = hanse(own, "prefixes", "--values");
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.output())
                .contains("Nodes could not be read", "findPrefixes")
                .doesNotContain("podPrefixes: ");

        west.api().applyFile("prefixes-role.yaml");
        eventually(
                "the rights are there",
                ClusterSide.LIMIT,
                () -> assertThat(rows(hanse(own, "prefixes")))
                        .anyMatch(row -> row.startsWith("pods 10.2.128.0/17 IPPool own yes"))
                        .anyMatch(row -> row.startsWith(
                                "pods 10.2.0.0/16 kubeadm's podSubnet no pods have addresses of Calico's IPPools"))
                        .anyMatch(row -> row.contains("--set 'podPrefixes={10.2.128.0/17}'")));
        assertThat(rows(hanse("diagnose")))
                .anyMatch(
                        row -> row.startsWith("warning prefixes fd00:10:2:0:0:0:0:0/48 is registered, and no pod here"))
                .noneMatch(row -> row.startsWith("failed prefixes") || row.startsWith("unknown prefixes"));
    }

    @Test
    @Order(5)
    void rightsThatWereTakenAwayAreNamed() {
        west.api()
                .admin()
                .call("PATCH", ROLE, "application/json-patch+json", "[{\"op\": \"remove\", \"path\": \"/rules/0\"}]")
                .orFail();
        eventually(
                "the rights are gone",
                ClusterSide.LIMIT,
                () -> assertThat(rows(hanse("diagnose")))
                        .anyMatch(
                                row -> row.startsWith(
                                        "failed role hanse/hanse may not: get serviceexports.multicluster.x-k8s.io,"
                                                + " list serviceexports.multicluster.x-k8s.io, watch serviceexports.multicluster.x-k8s.io")));
    }

    @Test
    @Order(6)
    void aGatewayThatIsNotThereIsSkippedUnlessItWasNamed() {
        west.gateway().kill();
        // Each watches the Lease for 17 s, whether somebody renews it.
        List<CommandResult> results = AtOnce.get(
                List.of(() -> hanse("diagnose"), () -> hanse("diagnose", "--gateway", "http://127.0.0.1:9481")));
        assertThat(rows(results.getFirst())).anyMatch(row -> row.startsWith("skipped gateway"));
        assertThat(rows(results.getLast())).anyMatch(row -> row.startsWith("failed gateway"));
    }
}
