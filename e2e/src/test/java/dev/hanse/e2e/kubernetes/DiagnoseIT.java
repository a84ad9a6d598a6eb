// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
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
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--kubeconfig", west.api().adminKubeconfig().toString()));
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

    @Test
    @Order(3)
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
    @Order(4)
    void aGatewayThatIsNotThereIsSkippedUnlessItWasNamed() {
        west.gateway().kill();
        assertThat(rows(hanse("diagnose"))).anyMatch(row -> row.startsWith("skipped gateway"));
        assertThat(rows(hanse("diagnose", "--gateway", "http://127.0.0.1:9481")))
                .anyMatch(row -> row.startsWith("failed gateway"));
    }
}
