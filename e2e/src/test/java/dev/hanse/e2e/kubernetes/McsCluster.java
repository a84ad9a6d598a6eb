// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A cluster of a cluster set as those see it who export from it and import into it, by its API. */
public interface McsCluster {

    /** The conformance suite waits for 20 s, on a machine that does nothing else. */
    Duration LIMIT = Duration.ofSeconds(60);

    /** Of exports and imports in a namespace. */
    String MCS = "/apis/multicluster.x-k8s.io/v1beta1/namespaces/";

    /** Its id. */
    String cluster();

    /** One that may do everything. */
    ApiClient admin();

    /**
     * Makes a Service.
     *
     * @param spec its specification in YAML, on one line
     */
    default void service(String namespace, String name, String spec) {
        admin().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: %s, labels: {of: service}, annotations: {of.example: service}}
                spec: %s
                """.formatted(name, namespace, spec));
    }

    /** Exports a Service, with nothing but its name. */
    default void export(String namespace, String name) {
        export(namespace, name, "{}");
    }

    /**
     * Exports a Service.
     *
     * @param spec of the export in YAML, on one line
     */
    default void export(String namespace, String name, String spec) {
        admin().apply("""
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceExport
                metadata: {name: %s, namespace: %s, labels: {of: export}}
                spec: %s
                """.formatted(name, namespace, spec));
    }

    /** Exports it no more. */
    default void unexport(String namespace, String name) {
        delete(MCS + namespace + "/serviceexports/" + name);
    }

    /** Deletes an object. */
    default void delete(String path) {
        admin().call("DELETE", path, "", "").orFail();
    }

    /** An export. */
    default JsonObject exported(String namespace, String name) {
        return admin().get(MCS + namespace + "/serviceexports/" + name);
    }

    /** One condition of an export. */
    default Optional<JsonObject> condition(String namespace, String name, String type) {
        JsonObject status = exported(namespace, name).getJsonObject("status", new JsonObject());
        return objects(status.getJsonArray("conditions"))
                .filter(each -> each.getString("type").equals(type))
                .findFirst();
    }

    /** Waits until a condition is as {@code True Exported}. */
    default JsonObject awaitCondition(String namespace, String name, String type, String statusAndReason) {
        eventually(
                type + " of " + namespace + "/" + name + " in " + cluster(),
                LIMIT,
                () -> assertThat(condition(namespace, name, type)
                                .map(each -> each.getString("status") + " " + each.getString("reason")))
                        .contains(statusAndReason));
        return condition(namespace, name, type).orElseThrow();
    }

    /** An import. */
    default JsonObject imported(String namespace, String name) {
        return admin().get(MCS + namespace + "/serviceimports/" + name);
    }

    /** Waits until there is an import, and until it is so; its specification. */
    default JsonObject awaitImport(String namespace, String name, Consumer<JsonObject> check) {
        eventually("import " + namespace + "/" + name + " in " + cluster(), LIMIT, () -> {
            assertThat(hasImport(namespace, name)).as("it is there").isTrue();
            check.accept(imported(namespace, name).getJsonObject("spec"));
        });
        return imported(namespace, name).getJsonObject("spec");
    }

    /** Waits until there is an import; its specification. */
    default JsonObject awaitImport(String namespace, String name) {
        return awaitImport(namespace, name, _ -> {});
    }

    /** Waits until there is none. */
    default void awaitNoImport(String namespace, String name) {
        eventually(
                "no import " + namespace + "/" + name + " in " + cluster(),
                LIMIT,
                () -> assertThat(hasImport(namespace, name)).isFalse());
    }

    /** Whether there is an import. */
    default boolean hasImport(String namespace, String name) {
        return admin().call("GET", MCS + namespace + "/serviceimports/" + name, "", "")
                        .status()
                == 200;
    }

    /** The ports of an import as {@code http TCP 80 h2c}. */
    static List<String> ports(JsonObject spec) {
        return objects(spec.getJsonArray("ports"))
                .map(each -> each.getString("name", "") + " " + each.getString("protocol") + " "
                        + each.getInteger("port") + " " + each.getString("appProtocol", ""))
                .map(String::strip)
                .sorted()
                .toList();
    }

    /** The name of the Service that stands for an import. */
    default String derived(String namespace, String name) {
        return imported(namespace, name)
                .getJsonObject("metadata")
                .getJsonObject("annotations")
                .getString("multicluster.kubernetes.io/derived-service");
    }

    /** The slices of that Service. */
    default List<JsonObject> slices(String namespace, String name) {
        return objects(admin().get("/apis/discovery.k8s.io/v1/namespaces/" + namespace
                                + "/endpointslices?labelSelector=multicluster.kubernetes.io%2Fservice-name%3D" + name)
                        .getJsonArray("items"))
                .toList();
    }

    /** The objects of an array; none where there is no array. */
    static Stream<JsonObject> objects(JsonArray array) {
        return array == null ? Stream.of() : array.stream().map(JsonObject.class::cast);
    }
}
