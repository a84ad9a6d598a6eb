// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the kinds that {@code deploy/kubernetes/crds.yaml} defines: a real API server takes what the standard allows, in both versions, and nothing else. */
class DefinitionsIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static final List<String> VERSIONS = List.of("v1alpha1", "v1beta1");
    private static final String MERGE = "application/merge-patch+json";
    private static final String EXPORT = """
            apiVersion: multicluster.x-k8s.io/%s
            kind: ServiceExport
            metadata: {name: %s, namespace: default}
            spec: {exportedLabels: {tier: front}, exportedAnnotations: {example.org/note: "1, 2"}}
            """;
    private static final String CONDITION = """
            {"type": "Conflict", "status": "True", "reason": "PortConflict,TypeConflict", "message": "x", "observedGeneration": 1,
             "lastTransitionTime": "2026-01-02T03:04:05Z"}""";
    private static final String IMPORT = """
            apiVersion: multicluster.x-k8s.io/%s
            kind: ServiceImport
            metadata: {name: %s, namespace: default}
            spec:
              type: ClusterSetIP
              ports: [{name: http, protocol: TCP, appProtocol: kubernetes.io/h2c, port: 80}, {name: dns, protocol: UDP, port: 53}]
              ips: [10.96.0.7, "fd00:10:96::7"]
              ipFamilies: [IPv4, IPv6]
              sessionAffinity: ClientIP
              sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}
              internalTrafficPolicy: Cluster
              trafficDistribution: PreferClose
            """;

    private static KubernetesApi cluster;

    @BeforeAll
    static void start() {
        cluster = KubernetesApi.start(LAB, "east");
    }

    @ParameterizedTest
    @ValueSource(strings = {EXPORT, IMPORT})
    void eachVersionGivesWhatTheOtherTook(String manifest) {
        for (String written : VERSIONS) {
            JsonObject taken =
                    cluster.admin().apply(manifest.formatted(written, written)).getFirst();
            for (String read : VERSIONS) {
                String path = ObjectPath.of(taken.copy().put("apiVersion", "multicluster.x-k8s.io/" + read));
                JsonObject given = cluster.admin().get(path);
                assertThat(given.getString("apiVersion")).endsWith(read);
                assertThat(given.getJsonObject("spec")).isEqualTo(taken.getJsonObject("spec"));
                assertThat(taken.getJsonObject("spec").size()).isGreaterThan(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serviceexports.multicluster.x-k8s.io",
                "serviceimports.multicluster.x-k8s.io",
                "clusterproperties.about.k8s.io"
            })
    void storesV1beta1AndGivesBothVersionsOneSchema(String name) {
        JsonObject definition = cluster.admin().get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name);
        Map<String, JsonObject> versions = definition.getJsonObject("spec").getJsonArray("versions").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("name"), each -> each.getJsonObject("schema")));

        assertThat(definition.getJsonObject("status").getJsonArray("storedVersions"))
                .containsExactly("v1beta1");
        assertThat(versions).containsOnlyKeys("v1alpha1", "v1beta1");
        assertThat(versions.get("v1alpha1")).isEqualTo(versions.get("v1beta1"));
        assertThat(definition.getJsonObject("status").getJsonArray("conditions").stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.getString("status").equals("True"))
                        .map(each -> each.getString("type")))
                .contains("Established", "NamesAccepted")
                .doesNotContain("NonStructuralSchema");
    }

    /** The command of docs/kubernetes.md. */
    @Test
    void anotherImplementationsDefinitionStaysAsItIs() {
        String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/serviceimports.multicluster.x-k8s.io";
        JsonObject ours = cluster.admin().get(path);
        JsonObject theirs = ours.copy();
        theirs.getJsonObject("metadata").getJsonObject("labels").put("multicluster.x-k8s.io/release-version", "v9.0.0");
        theirs.getJsonObject("spec")
                .getJsonObject("names")
                .getJsonArray("shortNames")
                .add("theirs");
        cluster.admin()
                .call("PUT", path + "?fieldManager=another-operator", "application/json", theirs.encode())
                .orFail();
        JsonObject before = cluster.admin().get(path).getJsonObject("spec");

        String file = Distribution.repository()
                .resolve("deploy/kubernetes/crds.yaml")
                .toAbsolutePath()
                .toString();
        CommandResult result = cluster.kubectl("apply", "--server-side", "--field-manager=hanse", "-f", file);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.output())
                .contains("conflict", "another-operator", "serviceexports.multicluster.x-k8s.io serverside-applied");
        JsonObject after = cluster.admin().get(path);
        assertThat(after.getJsonObject("spec")).isEqualTo(before);
        assertThat(after.getJsonObject("metadata")
                        .getJsonObject("labels")
                        .getString("multicluster.x-k8s.io/release-version"))
                .isEqualTo("v9.0.0");

        after.put("spec", ours.getJsonObject("spec"))
                .getJsonObject("metadata")
                .put("labels", ours.getJsonObject("metadata").getJsonObject("labels"));
        cluster.admin().call("PUT", path, "application/json", after.encode()).orFail();
    }

    @Test
    void takesAClusterProperty() {
        for (String version : VERSIONS) {
            cluster.admin().apply("""
                    apiVersion: about.k8s.io/%s
                    kind: ClusterProperty
                    metadata: {name: cluster.clusterset.k8s.io}
                    spec: {value: east}
                    """.formatted(version));
        }
        assertThat(cluster.kubectl("get", "clusterproperties").output()).contains("VALUE", "east");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refuses(String kind, String fields, String reason) {
        for (String version : VERSIONS) {
            String group = kind.equals("ClusterProperty") ? "about.k8s.io" : "multicluster.x-k8s.io";
            String namespace = kind.equals("ClusterProperty") ? "" : ", namespace: default";

            ApiReply reply = cluster.admin().tryApply("""
                    apiVersion: %s/%s
                    kind: %s
                    metadata: {name: bad%s}
                    %s
                    """.formatted(group, version, kind, namespace, fields));

            assertThat(reply.succeeded()).as(reply.body()).isFalse();
            assertThat(reply.body()).contains(reason);
        }
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("ServiceExport", "spec: {exportedLabels: [tier]}", "spec.exportedLabels"),
                arguments("ServiceExport", "spec: {exportedAnnotations: {n: 1}}", "spec.exportedAnnotations.n"),
                arguments("ServiceExport", "spec: {selector: {app: web}}", "selector"),
                arguments("ServiceImport", "spec: {type: ClusterSetIP}", "spec.ports"),
                arguments("ServiceImport", "spec: {ports: []}", "spec.type"),
                arguments("ServiceImport", "spec: {type: ExternalName, ports: []}", "spec.type"),
                arguments("ServiceImport", "spec: {type: Headless, ports: [{name: http}]}", "spec.ports[0].port"),
                arguments("ServiceImport", "spec: {type: Headless, ports: [{port: http}]}", "spec.ports[0].port"),
                arguments("ServiceImport", "spec: {type: Headless, ports: [], ips: [a, b, c]}", "spec.ips"),
                arguments(
                        "ServiceImport",
                        "spec: {type: Headless, ports: [], ipFamilies: [IPv4, IPv6, IPv4]}",
                        "spec.ipFamilies"),
                arguments("ClusterProperty", "spec: {}", "spec.value"),
                arguments("ClusterProperty", "spec: {value: \"\"}", "spec.value"),
                arguments("ClusterProperty", "status: {}", "spec"));
    }

    @Test
    void takesStatusApartFromTheRest() {
        JsonObject imported =
                cluster.admin().apply(IMPORT.formatted("v1beta1", "status")).getFirst();
        String path = ObjectPath.of(imported);

        String good =
                "{\"status\": {\"endpointSliceObjects\": \"Present\", \"clusters\": [{\"cluster\": \"west\"}], \"conditions\": [%s]}}";
        assertThat(patch(path + "/status", good.formatted(CONDITION)).getJsonObject("status"))
                .isEqualTo(new JsonObject(good.formatted(CONDITION)).getJsonObject("status"));
        assertThat(patch(path, "{\"status\": {\"endpointSliceObjects\": \"Absent\"}}")
                        .getJsonObject("status")
                        .getString("endpointSliceObjects"))
                .isEqualTo("Present");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"endpointSliceObjects\": \"Maybe\"}",
                "{\"clusters\": [{\"cluster\": \"west\"}, {\"cluster\": \"west\"}]}",
                "{\"clusters\": [{}]}",
                "{\"conditions\": [{\"type\": \"Ready\"}]}",
                "{\"conditions\": [{\"type\": \"Ready\", \"status\": \"Yes\", \"reason\": \"Ready\", \"message\": \"\", \"lastTransitionTime\": \"2026-01-02T03:04:05Z\"}]}",
                "{\"conditions\": [{\"type\": \"Ready\", \"status\": \"True\", \"reason\": \"two words\", \"message\": \"\", \"lastTransitionTime\": \"2026-01-02T03:04:05Z\"}]}",
                "{\"conditions\": [{\"type\": \"Ready\", \"status\": \"True\", \"reason\": \"\", \"message\": \"\", \"lastTransitionTime\": \"2026-01-02T03:04:05Z\"}]}",
                "{\"conditions\": [{\"type\": \"Ready\", \"status\": \"True\", \"reason\": \"Ready\", \"message\": \"\", \"lastTransitionTime\": \"yesterday\"}]}"
            })
    void refusesAStatus(String status) {
        JsonObject imported =
                cluster.admin().apply(IMPORT.formatted("v1beta1", "bad-status")).getFirst();

        ApiReply reply = cluster.admin()
                .call("PATCH", ObjectPath.of(imported) + "/status", MERGE, "{\"status\": " + status + "}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(422);
    }

    private static JsonObject patch(String path, String body) {
        return cluster.admin().call("PATCH", path, MERGE, body).orFail().json();
    }
}
