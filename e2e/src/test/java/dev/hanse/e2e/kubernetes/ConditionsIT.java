// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects what owners of services read in their exports: true of this object, on every exporter, and gone with its cause, by real processes under the shipped role alone. */
final class ConditionsIT {

    private static final String HTTP = "{ports: [{name: http, port: 80}]}";
    private static final String HTTP_8080 = "{ports: [{name: http, port: 8080}]}";
    private static final String AGREE = "False NoConflicts";
    private static final String DEFINITION =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/serviceexports.multicluster.x-k8s.io";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static TwoClusters clusters;
    private static ClusterSide east;
    private static ClusterSide west;

    @BeforeAll
    static void start() throws IOException {
        clusters = TwoClusters.start(LAB);
        east = clusters.east();
        west = clusters.west();
    }

    @AfterEach
    void nothingWasForbidden() {
        clusters.both()
                .forEach(each -> assertThat(each.api().forbidden())
                        .as("requests that the role does not allow")
                        .isEmpty());
    }

    @Test
    void anExportSaysWhatBecameOfItAndNothingElseOfItIsTouched() throws InterruptedException {
        clusters.namespace("owner");
        east.service("owner", "web", HTTP);
        east.endpoints("owner", "web", "[{name: http, port: 8080}]", 10);
        east.export("owner", "web");

        JsonObject valid = east.awaitCondition("owner", "web", "Valid", "True Valid");
        JsonObject ready = east.awaitCondition("owner", "web", "Ready", "True Exported");
        east.awaitCondition("owner", "web", "Conflict", AGREE);
        assertThat(valid.getLong("observedGeneration")).isOne();
        JsonObject export = east.exported("owner", "web");
        JsonObject metadata = export.getJsonObject("metadata");
        assertThat(metadata.containsKey("finalizers")).isFalse();
        assertThat(McsCluster.objects(metadata.getJsonArray("managedFields"))
                        .filter(each -> each.getString("manager").equals("hanse-gateway")))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.getString("subresource")).isEqualTo("status");
                    assertThat(each.getString("operation")).isEqualTo("Apply");
                });

        TimeUnit.SECONDS.sleep(3);
        assertThat(east.exported("owner", "web")).as("nothing is written again").isEqualTo(export);
        east.export("owner", "web", "{exportedLabels: {tier: front}}");
        eventually(
                "the second generation was seen",
                ClusterSide.LIMIT,
                () -> assertThat(east.condition("owner", "web", "Ready")
                                .orElseThrow()
                                .getLong("observedGeneration"))
                        .isEqualTo(2));
        assertThat(east.condition("owner", "web", "Ready").orElseThrow().getString("lastTransitionTime"))
                .isEqualTo(ready.getString("lastTransitionTime"));
    }

    @Test
    void conditionsOfOthersStayAndOursArePutBack() {
        clusters.namespace("others");
        east.service("others", "web", HTTP);
        east.export("others", "web");
        east.awaitCondition("others", "web", "Ready", "True Exported");
        putStatus("""
                {"apiVersion": "multicluster.x-k8s.io/v1beta1", "kind": "ServiceExport", "metadata": {"name": "web", "namespace": "others"},
                 "status": {"conditions": [
                  {"type": "Audited", "status": "True", "reason": "Ok", "message": "", "lastTransitionTime": "2026-01-02T03:04:05Z"},
                  {"type": "Ready", "status": "False", "reason": "Theirs", "message": "", "lastTransitionTime": "2026-01-02T03:04:05Z"}]}}
                """);

        JsonObject ready = east.awaitCondition("others", "web", "Ready", "True Exported");
        assertThat(ready.getString("lastTransitionTime")).isNotEqualTo("2026-01-02T03:04:05Z");
        assertThat(east.condition("others", "web", "Audited").orElseThrow().getString("lastTransitionTime"))
                .isEqualTo("2026-01-02T03:04:05Z");
    }

    private static void putStatus(String status) {
        east.api()
                .admin()
                .call(
                        "PATCH",
                        "/apis/multicluster.x-k8s.io/v1beta1/namespaces/others/serviceexports/web/status?fieldManager=other&force=true",
                        "application/apply-patch+yaml",
                        status)
                .orFail();
    }

    @Test
    void aConflictIsOnEveryExporterAndGoesInEachOrder() {
        clusters.namespace("clash");
        east.service("clash", "web", HTTP);
        east.export("clash", "web");
        east.awaitCondition("clash", "web", "Conflict", AGREE);
        west.service("clash", "web", HTTP_8080);
        west.export("clash", "web");

        awaitConflict();
        assertThat(east.condition("clash", "web", "Conflict").orElseThrow().getString("message"))
                .isEqualTo(
                        west.condition("clash", "web", "Conflict").orElseThrow().getString("message"))
                .contains("east", "west", "80", "8080");
        west.awaitCondition("clash", "web", "Valid", "True Valid");

        // The loser leaves.
        west.unexport("clash", "web");
        east.awaitCondition("clash", "web", "Conflict", AGREE);
        west.export("clash", "web");
        awaitConflict();

        // The winner leaves, and comes back behind the other one.
        east.unexport("clash", "web");
        west.awaitCondition("clash", "web", "Conflict", AGREE);
        east.export("clash", "web");
        awaitConflict();

        // The loser agrees, without a word about its export.
        east.service("clash", "web", HTTP_8080);
        east.awaitCondition("clash", "web", "Conflict", AGREE);
        west.awaitCondition("clash", "web", "Conflict", AGREE);
    }

    private static void awaitConflict() {
        clusters.both().forEach(each -> each.awaitCondition("clash", "web", "Conflict", "True PortConflict"));
    }

    @Test
    void aServiceChangesWhileItsExportStays() {
        clusters.namespace("moving");
        east.export("moving", "web");
        east.awaitCondition("moving", "web", "Valid", "False NoService");
        east.awaitCondition("moving", "web", "Ready", "False Pending");
        String uid = WrittenObjects.uid(east.exported("moving", "web"));

        east.service("moving", "web", HTTP);
        awaitType("ClusterSetIP");
        east.deleteService("moving", "web");
        east.awaitCondition("moving", "web", "Valid", "False NoService");
        west.awaitNoImport("moving", "web");
        east.service("moving", "web", "{clusterIP: None, ports: [{name: http, port: 80}]}");
        awaitType("Headless");
        east.deleteService("moving", "web");
        east.service("moving", "web", "{type: ExternalName, externalName: example.org}");
        east.awaitCondition("moving", "web", "Valid", "False InvalidServiceType");
        west.awaitNoImport("moving", "web");
        east.deleteService("moving", "web");
        east.service("moving", "web", HTTP);
        awaitType("ClusterSetIP");
        assertThat(WrittenObjects.uid(east.exported("moving", "web"))).isEqualTo(uid);
    }

    private static void awaitType(String type) {
        east.awaitCondition("moving", "web", "Valid", "True Valid");
        east.awaitCondition("moving", "web", "Ready", "True Exported");
        west.awaitImport(
                "moving", "web", spec -> assertThat(spec.getString("type")).isEqualTo(type));
    }

    @Test
    void whatCannotBeExportedSaysWhy() {
        east.export("default", "kubernetes");
        JsonObject valid = east.awaitCondition("default", "kubernetes", "Valid", "False Invalid");
        assertThat(valid.getString("message")).isEqualTo("it is the cluster's API server");
        assertThat(east.condition("default", "kubernetes", "Conflict")).isEmpty();
        east.unexport("default", "kubernetes");
        assertThat(west.hasImport("default", "kubernetes")).isFalse();
    }

    @Test
    void namesMayBeAsLongAsTheApiAllows() {
        String namespace = "n".repeat(63);
        String name = "s".repeat(63);
        clusters.namespace(namespace);
        east.service(namespace, name, HTTP);
        east.endpoints(namespace, name, "[{name: http, port: 8080}]", 10);
        east.export(namespace, name);

        east.awaitCondition(namespace, name, "Ready", "True Exported");
        west.awaitImport(namespace, name);
    }

    @Test
    void anExportMadeAnewGetsConditionsOfItsOwn() throws IOException {
        clusters.namespace("anew");
        east.service("anew", "web", HTTP);
        for (String tier : List.of("a", "b", "c")) {
            east.export("anew", "web", "{exportedLabels: {tier: " + tier + "}}");
        }
        eventually(
                "the third generation was seen",
                ClusterSide.LIMIT,
                () -> assertThat(east.condition("anew", "web", "Ready")
                                .orElseThrow()
                                .getLong("observedGeneration"))
                        .isEqualTo(3));
        try (ApiWatch watch = east.api()
                .admin()
                .watch("/apis/multicluster.x-k8s.io/v1beta1/namespaces/anew/serviceexports?watch=true")) {
            east.unexport("anew", "web");
            east.export("anew", "web");
            String uid = WrittenObjects.uid(east.exported("anew", "web"));
            east.awaitCondition("anew", "web", "Ready", "True Exported");
            assertThat(watch.events())
                    .filteredOn(each -> each.contains(uid))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each).doesNotContain("\"observedGeneration\":3"));
        }
    }

    /** Both have the generation 1, and what the control plane said of the first is not true of the second. */
    @Test
    void anExportMadeAnewInTheSameGenerationIsNotToldWhatWasSaidOfTheOneBefore() throws IOException {
        clusters.namespace("again");
        east.service("again", "web", HTTP);
        for (int turn = 0; turn < 5; turn++) {
            east.export("again", "web", "{exportedAnnotations: {note.example: " + "x".repeat(17 * 1024) + "}}");
            east.awaitCondition("again", "web", "Valid", "False Invalid");
            try (ApiWatch watch = east.api()
                    .admin()
                    .watch("/apis/multicluster.x-k8s.io/v1beta1/namespaces/again/serviceexports?watch=true")) {
                east.unexport("again", "web");
                east.export("again", "web");
                String uid = WrittenObjects.uid(east.exported("again", "web"));
                JsonObject ready = east.awaitCondition("again", "web", "Ready", "True Exported");
                assertThat(ready.getLong("observedGeneration")).isOne();
                assertThat(watch.events())
                        .filteredOn(each -> each.contains(uid))
                        .isNotEmpty()
                        .allSatisfy(each -> assertThat(each).doesNotContain("above 16 KiB"));
            }
            east.unexport("again", "web");
        }
    }

    /** What the control plane refuses, and the source does not. */
    @Test
    void aRefusedValueIsNamedByItsGenerationWhileTheOneBeforeStays() {
        clusters.namespace("large");
        east.service("large", "web", HTTP);
        east.export("large", "web");
        east.awaitCondition("large", "web", "Valid", "True Valid");

        east.export("large", "web", "{exportedAnnotations: {note.example: " + "x".repeat(17 * 1024) + "}}");
        JsonObject valid = east.awaitCondition("large", "web", "Valid", "False Invalid");
        assertThat(valid.getLong("observedGeneration")).isEqualTo(2);
        assertThat(valid.getString("message")).contains("above 16 KiB", "the last accepted value stays");
        west.awaitImport("large", "web");

        east.export("large", "web", "{exportedAnnotations: {note.example: x}}");
        eventually(
                "it is as it was",
                ClusterSide.LIMIT,
                () -> assertThat(east.condition("large", "web", "Valid")
                                .orElseThrow()
                                .getLong("observedGeneration"))
                        .isEqualTo(3));
        east.awaitCondition("large", "web", "Valid", "True Valid");
    }

    /** As the first release of the API defined the kind, which is still in some clusters. */
    @Test
    void aDefinitionWithoutGenerationsIsGoodEnough() {
        clusters.namespace("old");
        JsonObject definition = west.api().admin().get(DEFINITION);
        JsonObject old = definition.copy();
        McsCluster.objects(old.getJsonObject("spec").getJsonArray("versions")).forEach(ConditionsIT::withoutGeneration);
        try {
            west.api()
                    .admin()
                    .call("PUT", DEFINITION, "application/json", old.encode())
                    .orFail();
            // While a server takes a definition over, it may refuse objects of the kind.
            eventually("the kind is served", ClusterSide.LIMIT, () -> west.export("old", "probe"));
            eventually(
                    "it goes by that",
                    ClusterSide.LIMIT,
                    () -> assertThat(applyGeneration()).isEqualTo(500));
            west.service("old", "web", HTTP);
            west.export("old", "web");

            assertThat(west.awaitCondition("old", "web", "Ready", "True Exported")
                            .containsKey("observedGeneration"))
                    .isFalse();
        } finally {
            JsonObject now = west.api().admin().get(DEFINITION);
            now.put("spec", definition.getJsonObject("spec"));
            west.api()
                    .admin()
                    .call("PUT", DEFINITION, "application/json", now.encode())
                    .orFail();
            eventually(
                    "it goes by the new one",
                    ClusterSide.LIMIT,
                    () -> assertThat(applyGeneration()).isEqualTo(200));
        }
    }

    private static void withoutGeneration(JsonObject version) {
        JsonObject found = version.getJsonObject("schema").getJsonObject("openAPIV3Schema");
        for (String each : List.of("properties", "status", "properties", "conditions", "items", "properties")) {
            found = found.getJsonObject(each);
        }
        found.remove("observedGeneration");
    }

    private static int applyGeneration() {
        return west.api()
                .admin()
                .call(
                        "PATCH",
                        "/apis/multicluster.x-k8s.io/v1beta1/namespaces/old/serviceexports/probe/status?fieldManager=probe&force=true",
                        "application/apply-patch+yaml",
                        """
                        {"apiVersion": "multicluster.x-k8s.io/v1beta1", "kind": "ServiceExport", "metadata": {"name": "probe", "namespace": "old"},
                         "status": {"conditions": [{"type": "Probed", "status": "True", "reason": "Ok", "message": "",
                          "observedGeneration": 1, "lastTransitionTime": "2026-01-02T03:04:05Z"}]}}
                        """)
                .status();
    }

    @Test
    void eachClusterSaysItsIdAndItsClusterSet() {
        clusters.both()
                .forEach(each -> eventually(
                        each.cluster() + " says it",
                        ClusterSide.LIMIT,
                        () -> assertThat(each.api()
                                        .kubectl(
                                                "get",
                                                "clusterproperties",
                                                "-o",
                                                "jsonpath={range .items[*]}{.spec.value} {end}")
                                        .orFail()
                                        .output())
                                .startsWith(each.cluster() + " ")
                                .hasSizeGreaterThan(each.cluster().length() + 2)));
    }

    @Test
    void theWalkOfTheDocumentationWorks() throws IOException {
        east.api().admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
        east.service("shop", "web", HTTP);
        east.endpoints("shop", "web", "[{name: http, port: 8080}]", 10);

        List<DocumentedCommands> walk = DocumentedCommands.of("docs/kubernetes.md");
        assertThat(walk).hasSizeGreaterThan(5);
        walk.forEach(each -> each.run(clusters));
        assertThat(McsCluster.ports(west.awaitImport("shop", "web"))).containsExactly("http TCP 80");
        assertThat(west.written()
                        .imported("shop", "web")
                        .getJsonObject("status")
                        .getJsonArray("clusters"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject().put("cluster", "east"))
                        .add(new JsonObject().put("cluster", "west")));
    }
}
