// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects clusters from what Hanse leaves behind, and everything else in them from {@code hanse uninstall}: afterwards a real API server holds what it held before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UninstallIT {

    private static final List<String> KINDS = List.of(
            "/api/v1/namespaces",
            "/api/v1/services",
            "/api/v1/configmaps",
            "/apis/discovery.k8s.io/v1/endpointslices",
            "/apis/coordination.k8s.io/v1/leases",
            "/apis/multicluster.x-k8s.io/v1beta1/serviceimports",
            "/apis/multicluster.x-k8s.io/v1beta1/serviceexports",
            "/apis/about.k8s.io/v1beta1/clusterproperties");
    private static final String FINALIZER = "example.org/keeps";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static TwoClusters clusters;
    private static ClusterSide west;
    private static Map<String, String> before;

    /** The cluster's things, among them some that only look like ours; then Hanse comes. */
    @BeforeAll
    static void start() throws IOException {
        clusters = TwoClusters.start(LAB);
        west = clusters.west();
        clusters.namespace("kept");
        new ClusterCoreDns(west.api(), LAB.folder("coredns").toAbsolutePath()).put(".:53 {\n    errors\n}");
        west.service("kept", "derived-aaaaaaaaaa", "{ports: [{name: http, port: 80}]}");
        west.service("kept", "labelled", "{ports: [{name: http, port: 80}]}");
        west.api().admin().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: labelled, namespace: kept, labels: {hanse.dev/written-by: gateway.hanse.dev, multicluster.kubernetes.io/service-name: labelled}}
                spec: {ports: [{name: http, port: 80}]}
                """);
        west.api().admin().apply("""
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceImport
                metadata: {name: theirs, namespace: kept, labels: {hanse.dev/written-by: gateway.hanse.dev}}
                spec: {type: ClusterSetIP, ports: [{name: http, protocol: TCP, port: 80}]}
                """);
        west.service("kept", "own", "{ports: [{name: http, port: 80}]}");
        before = objects();
        before.remove("/apis/coordination.k8s.io/v1/leases hanse/hanse-writer");
        before.keySet().removeIf(each -> each.startsWith("/apis/about.k8s.io"));

        for (int i = 0; i < 3; i++) {
            clusters.east().service("kept", "web-" + i, "{ports: [{name: http, port: 80}]}");
            clusters.east().endpoints("kept", "web-" + i, "[{name: http, port: 8080}]", 10 + i);
            clusters.east().export("kept", "web-" + i);
        }
        west.export("kept", "own");
        for (int i = 0; i < 3; i++) {
            west.written().awaitReady("kept", "web-" + i);
        }
        west.awaitCondition("kept", "own", "Ready", "True Exported");
        putCondition();
        hanse("dns-config", "coredns", "--apply", "--gateway", "192.0.2.1").orFail();
    }

    private static void putCondition() {
        west.api()
                .admin()
                .call(
                        "PATCH",
                        "/apis/multicluster.x-k8s.io/v1beta1/namespaces/kept/serviceexports/own/status?fieldManager=other&force=true",
                        "application/apply-patch+yaml",
                        """
                        {"apiVersion": "multicluster.x-k8s.io/v1beta1", "kind": "ServiceExport", "metadata": {"name": "own", "namespace": "kept"},
                         "status": {"conditions": [
                          {"type": "Audited", "status": "True", "reason": "Ok", "message": "", "lastTransitionTime": "2026-01-02T03:04:05Z"}]}}
                        """)
                .orFail();
    }

    /** Specifications and all metadata but versions, of everything but what is about nobody's exports. */
    private static Map<String, String> objects() {
        Map<String, String> all = new TreeMap<>();
        for (String kind : KINDS) {
            for (JsonObject each : McsCluster.objects(
                            west.api().admin().get(kind).getJsonArray("items"))
                    .toList()) {
                JsonObject metadata = each.getJsonObject("metadata");
                metadata.remove("resourceVersion");
                metadata.remove("managedFields");
                if (!metadata.getString("name").equals("kube-root-ca.crt")) {
                    all.put(
                            kind + " " + metadata.getString("namespace", "") + "/" + metadata.getString("name"),
                            withoutTimes(kind, each));
                }
            }
        }
        return all;
    }

    /** Leases of the cluster's own controllers are renewed all the time. */
    private static String withoutTimes(String kind, JsonObject object) {
        return kind.endsWith("leases") ? object.getJsonObject("metadata").getString("uid") : object.encodePrettily();
    }

    private static CommandResult hanse(String verb, String... words) {
        String[] all = new String[words.length + 3];
        all[0] = verb;
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--kubeconfig";
        all[words.length + 2] = west.api().adminKubeconfig().toString();
        return west.api().host().hanse(all);
    }

    @Test
    @Order(1)
    void aDryRunChangesNothing() {
        Map<String, String> now = objects();
        String said = hanse("uninstall", "--dry-run").orFail().output();
        assertThat(said)
                .containsPattern("configmaps +kube-system/coredns Corefile")
                .containsPattern("serviceimports.multicluster.x-k8s.io +kept/web-0")
                .containsPattern("services +kept/derived-")
                .containsPattern("serviceexports.multicluster.x-k8s.io/status +kept/own")
                .containsPattern("clusterproperties.about.k8s.io +cluster.clusterset.k8s.io")
                .containsPattern("leases.coordination.k8s.io +hanse/hanse-writer")
                .doesNotContain("labelled", "theirs", "aaaaaaaaaa");
        assertThat(objects()).isEqualTo(now);
    }

    @Test
    @Order(2)
    void whileAGatewayWritesItRefuses() {
        Map<String, String> now = objects();
        assertThat(refusal())
                .startsWith(
                        "hanse: nothing was removed: gateway gw-1 holds the Lease hanse/hanse-writer and would write everything again")
                .contains("--force");
        assertThat(objects()).isEqualTo(now);
    }

    @Test
    @Order(3)
    void whatStaysIsListed() {
        west.gateway().kill();
        patchFinalizers(new JsonArray().add(FINALIZER));
        String other = "{apiVersion: v1, kind: ConfigMap, metadata: {name: node-local-dns, namespace: kube-system}}";
        west.api().admin().apply(other);
        long began = System.nanoTime();
        assertThat(refusal("--per-second", "2"))
                .startsWith(
                        "hanse: 2 parts stay: configmaps kube-system/node-local-dns: ConfigMap kube-system/node-local-dns has no entry Corefile")
                .contains("serviceimports.multicluster.x-k8s.io kept/web-1: it is deleted, and a finalizer keeps it; ");
        west.api().admin().delete(other);
        assertThat((System.nanoTime() - began) / 1_000_000)
                .as("ms for ten objects, two in a second")
                .isGreaterThan(4_500);
        patchFinalizers(new JsonArray());
    }

    private static void patchFinalizers(JsonArray finalizers) {
        west.api()
                .admin()
                .call(
                        "PATCH",
                        "/apis/multicluster.x-k8s.io/v1beta1/namespaces/kept/serviceimports/web-1",
                        "application/merge-patch+json",
                        new JsonObject()
                                .put("metadata", new JsonObject().put("finalizers", finalizers))
                                .encode())
                .orFail();
    }

    @Test
    @Order(4)
    void afterwardsTheClusterIsAsItWas() {
        hanse("uninstall").orFail();
        eventually("the cluster is as it was", ClusterSide.LIMIT, () -> {
            Map<String, String> after = objects();
            assertThat(after.remove("/apis/multicluster.x-k8s.io/v1beta1/serviceexports kept/own"))
                    .isNotNull();
            assertThat(after).isEqualTo(before);
        });
        JsonObject export = west.exported("kept", "own");
        assertThat(export.getJsonObject("status").getJsonArray("conditions"))
                .singleElement()
                .satisfies(each ->
                        assertThat(((JsonObject) each).getString("type")).isEqualTo("Audited"));
        assertThat(export.getJsonObject("metadata")
                        .getJsonArray("managedFields")
                        .encode())
                .doesNotContain("hanse");
    }

    @Test
    @Order(5)
    void whereNothingIsLeftNothingIsToDo() {
        for (String name : List.of("serviceimports", "serviceexports")) {
            west.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name + ".multicluster.x-k8s.io");
        }
        west.delete("/api/v1/namespaces/kube-system/configmaps/coredns");
        eventually(
                "the kinds are gone",
                ClusterSide.LIMIT,
                () -> assertThat(west.api()
                                .admin()
                                .call("GET", KINDS.get(5), "", "")
                                .status())
                        .isEqualTo(404));
        assertThat(hanse("uninstall").orFail().output().lines().filter(line -> !line.contains("WARNING")))
                .hasSize(1);
    }

    private static String refusal(String... words) {
        CommandResult result = hanse("uninstall", words);
        assertThat(result.exitCode()).as(result.output()).isOne();
        return GatewayFolder.oneLine(result.output());
    }
}
