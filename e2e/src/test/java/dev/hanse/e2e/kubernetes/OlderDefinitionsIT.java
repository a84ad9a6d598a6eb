// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ImportWriterBed.EAST;
import static dev.hanse.e2e.kubernetes.ImportWriterBed.HTTP;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.write.ImportWriter;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects clusters in which another implementation has defined the kinds, earlier and with fewer fields: v1alpha1 alone, as a real API server serves it. */
final class OlderDefinitionsIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
    private static final String V1ALPHA1 = "/apis/multicluster.x-k8s.io/v1alpha1/namespaces/";
    private static final List<String> KINDS =
            List.of("serviceexports.multicluster.x-k8s.io", "serviceimports.multicluster.x-k8s.io");

    private static final String CONDITIONS = """
            conditions:
              type: array
              x-kubernetes-list-type: map
              x-kubernetes-list-map-keys: [type]
              items:
                type: object
                required: [status, type]
                properties:
                  lastTransitionTime: {type: string, format: date-time}
                  message: {type: string}
                  reason: {type: string}
                  status: {type: string, enum: ["True", "False", Unknown]}
                  type: {type: string}
            """;

    private static final String IMPORT_SPEC = """
            type: object
            required: [ports, type]
            properties:
              type: {type: string, enum: [ClusterSetIP, Headless]}
              ips: {type: array, maxItems: 1, items: {type: string}}
              sessionAffinity: {type: string}
              ports:
                type: array
                x-kubernetes-list-type: atomic
                items:
                  type: object
                  required: [port]
                  properties: {name: {type: string}, protocol: {type: string}, port: {type: integer, format: int32}}
            """;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static KubernetesApi api;

    @BeforeAll
    static void start() {
        api = KubernetesApi.start(LAB, "west");
        KINDS.forEach(
                kind -> api.admin().call("DELETE", DEFINITIONS + kind, "", "").orFail());
        KINDS.forEach(kind -> eventually(
                kind + " is gone",
                LIMIT,
                () -> assertThat(api.admin()
                                .call("GET", DEFINITIONS + kind, "", "")
                                .status())
                        .isEqualTo(404)));
        define("ServiceExport", "serviceexports", "{type: object}", CONDITIONS);
        define(
                "ServiceImport",
                "serviceimports",
                IMPORT_SPEC,
                "clusters: {type: array, items: {type: object, required: [cluster], properties: {cluster: {type: string}}}}");
        eventually(
                "they are served",
                LIMIT,
                () -> KINDS.forEach(kind -> assertThat(api.admin()
                                .call("GET", V1ALPHA1 + "default/" + kind.replaceFirst("\\..*", ""), "", "")
                                .status())
                        .isEqualTo(200)));
    }

    private static void define(String kind, String plural, String spec, String status) {
        api.admin().apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %s.multicluster.x-k8s.io}
                spec:
                  group: multicluster.x-k8s.io
                  scope: Namespaced
                  names: {kind: %s, listKind: %sList, plural: %s, singular: %s}
                  versions:
                    - name: v1alpha1
                      served: true
                      storage: true
                      subresources: {status: {}}
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            apiVersion: {type: string}
                            kind: {type: string}
                            metadata: {type: object}
                            spec:
                %s
                            status:
                              type: object
                              properties:
                %s
                """.formatted(
                        plural,
                        kind,
                        kind,
                        plural,
                        kind.toLowerCase(java.util.Locale.ROOT),
                        spec.indent(14),
                        status.indent(16)));
    }

    private static JsonObject get(String plural, ServiceName name) {
        return api.admin().get(V1ALPHA1 + name.namespace() + "/" + plural + "/" + name.name());
    }

    @Test
    void whatTheyHaveIsWrittenAndTheRestFollowsWithTheNewerOnes() {
        try (ImportWriterBed bed = new ImportWriterBed(api)) {
            ServiceName name = bed.namespace("older");
            ServiceTraits traits = new ServiceTraits(
                    SessionAffinity.CLIENT_IP, 60, "Cluster", "PreferClose", Map.of("tier", "front"), Map.of());
            bed.imported(name, ServiceType.CLUSTER_SET_IP, traits, HTTP);
            bed.slice(name, EAST, "s", "10.1.0.1");
            api.admin()
                    .apply(
                            "{apiVersion: multicluster.x-k8s.io/v1alpha1, kind: ServiceExport, metadata: {name: web, namespace: older}}");
            ImportWriter writer = bed.writer();
            bed.say(writer, name, get("serviceexports", name), 1);

            eventually("the import is there, with its status", LIMIT, () -> {
                JsonObject imported = get("serviceimports", name);
                JsonObject spec = imported.getJsonObject("spec");
                assertThat(spec.getJsonArray("ips")).hasSize(1);
                assertThat(spec.fieldNames()).containsExactlyInAnyOrder("type", "ports", "ips", "sessionAffinity");
                assertThat(imported.getJsonObject("metadata")
                                .getJsonObject("labels")
                                .getString("tier"))
                        .isEqualTo("front");
                assertThat(imported.getJsonObject("status").getJsonArray("clusters"))
                        .hasSize(2);
            });
            new WrittenObjects(api.admin()).awaitEndpoints("older", "10.1.0.1 true");
            eventually(
                    "the condition is there",
                    LIMIT,
                    () -> assertThat(McsCluster.objects(get("serviceexports", name)
                                    .getJsonObject("status", new JsonObject())
                                    .getJsonArray("conditions")))
                            .singleElement()
                            .satisfies(each -> assertThat(each.containsKey("observedGeneration"))
                                    .isFalse()));
            eventually("what is lacking is told, and nothing else", LIMIT, () -> {
                assertThat(writer.status().lacking())
                        .anyMatch(each -> each.startsWith("serviceimports.multicluster.x-k8s.io (v1alpha1) lack")
                                && each.contains("spec.trafficDistribution")
                                && each.contains("status.conditions"))
                        .anyMatch(each -> each.contains("serviceexports.multicluster.x-k8s.io (v1alpha1) lack"
                                + " status.conditions.observedGeneration"));
                assertThat(writer.status().refused()).isEmpty();
                assertThat(writer.status().troubles()).isEmpty();
            });
            ownersAreServed(name);
            aQuietTimeChangesNothing(name);

            api.applyFile("crds.yaml");
            eventually("what was lacking is written", LIMIT, () -> {
                assertThat(writer.status().lacking()).isEmpty();
                JsonObject imported = get("serviceimports", name);
                assertThat(imported.getJsonObject("spec").getString("trafficDistribution"))
                        .isEqualTo("PreferClose");
                assertThat(imported.getJsonObject("status").getJsonArray("conditions"))
                        .hasSize(1);
            });
        }
    }

    private static void ownersAreServed(ServiceName name) {
        String uid = WrittenObjects.uid(get("serviceimports", name));
        assertThat(new WrittenObjects(api.admin())
                        .onlyService("older")
                        .getJsonObject("metadata")
                        .getJsonArray("ownerReferences")
                        .getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("apiVersion", "multicluster.x-k8s.io/v1alpha1")
                        .put("kind", "ServiceImport")
                        .put("name", "web")
                        .put("uid", uid));
    }

    private static void aQuietTimeChangesNothing(ServiceName name) {
        JsonObject before = get("serviceimports", name);
        try {
            Thread.sleep(5_000);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        assertThat(get("serviceimports", name)).isEqualTo(before);
    }
}
