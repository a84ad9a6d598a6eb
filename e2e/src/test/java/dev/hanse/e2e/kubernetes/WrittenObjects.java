// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What gateways have written into an API, as a user sees it who may read everything. */
record WrittenObjects(ApiClient admin) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    void awaitReady(String namespace, String name) {
        eventually(
                name + " is ready",
                LIMIT,
                () -> assertThat(imported(namespace, name)
                                .getJsonObject("status")
                                .getJsonArray("conditions")
                                .getJsonObject(0)
                                .getString("status"))
                        .isEqualTo("True"));
    }

    void awaitEndpoints(String namespace, String... expected) {
        eventually(
                "endpoints of " + namespace,
                LIMIT,
                () -> assertThat(slices(namespace).stream()
                                .filter(slice -> slice.getValue("endpoints") != null)
                                .flatMap(slice -> slice.getJsonArray("endpoints").stream())
                                .map(JsonObject.class::cast)
                                .map(each -> each.getJsonArray("addresses").getString(0) + " "
                                        + each.getJsonObject("conditions").getBoolean("ready")))
                        .containsExactlyInAnyOrder(expected));
    }

    void awaitHolder(String expected) {
        eventually(expected + " writes", LIMIT, () -> assertThat(holder()).isEqualTo(expected));
    }

    JsonObject lease() {
        return admin.get("/apis/coordination.k8s.io/v1/namespaces/hanse/leases/hanse-writer")
                .getJsonObject("spec");
    }

    String holder() {
        return lease().getString("holderIdentity");
    }

    JsonObject imported(String namespace, String name) {
        return admin.get("/apis/multicluster.x-k8s.io/v1beta1/namespaces/" + namespace + "/serviceimports/" + name);
    }

    JsonObject derived(String namespace, String name) {
        return admin.get("/api/v1/namespaces/" + namespace + "/services/" + derivedName(namespace + "/" + name));
    }

    /** The one in a namespace that has no other. */
    JsonObject onlyService(String namespace) {
        List<JsonObject> all = items("/api/v1/namespaces/" + namespace + "/services");
        assertThat(all).as("Services in " + namespace).hasSize(1);
        return all.getFirst();
    }

    /** As the reference implementation names them: base32hex of SHA-256, by another program. */
    static String derivedName(String service) {
        return switch (service) {
            case "shop/web" -> "derived-isrlchlhrq";
            case "edited/web" -> "derived-f837iel9iq";
            case "kept/moved" -> "derived-93hnqef3a4";
            case "others/web" -> "derived-7pu3q754bj";
            default -> throw new IllegalArgumentException(service);
        };
    }

    List<JsonObject> slices(String namespace) {
        return items("/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices");
    }

    List<JsonObject> items(String path) {
        return admin
                .get(path + "?labelSelector=hanse.dev%2Fwritten-by%3Dgateway.hanse.dev")
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    /** Uids by names of all that gateways wrote. */
    Map<String, String> ours(String namespace) {
        Map<String, String> all = new TreeMap<>();
        items("/apis/multicluster.x-k8s.io/v1beta1/namespaces/" + namespace + "/serviceimports")
                .forEach(each -> all.put("import " + name(each), uid(each)));
        items("/api/v1/namespaces/" + namespace + "/services")
                .forEach(each -> all.put("service " + name(each), uid(each)));
        slices(namespace).forEach(each -> all.put("slice " + name(each), uid(each)));
        return all;
    }

    /** The resourceVersions of all that gateways wrote, by kind and name: they stand still where nobody writes. */
    Map<String, String> versions(String namespace) {
        Map<String, String> all = new TreeMap<>();
        for (String kinds : List.of(
                "/apis/multicluster.x-k8s.io/v1beta1/namespaces/%s/serviceimports",
                "/api/v1/namespaces/%s/services", "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices")) {
            String path = kinds.formatted(namespace);
            items(path).forEach(each -> all.put(path + "/" + name(each), uid(each) + " " + version(each)));
        }
        return all;
    }

    /** Addresses of all endpoints, with {@code ready} and {@code serving}. */
    List<String> endpoints(String namespace) {
        return slices(namespace).stream()
                .filter(slice -> slice.getValue("endpoints") != null)
                .flatMap(slice -> slice.getJsonArray("endpoints").stream())
                .map(JsonObject.class::cast)
                .map(each -> each.getJsonArray("addresses").getString(0) + " "
                        + each.getJsonObject("conditions").getBoolean("ready") + " "
                        + each.getJsonObject("conditions").getBoolean("serving"))
                .sorted()
                .toList();
    }

    static JsonArray ips(JsonObject service) {
        return service.getJsonObject("spec").getJsonArray("clusterIPs");
    }

    static String name(JsonObject object) {
        return object.getJsonObject("metadata").getString("name");
    }

    static String uid(JsonObject object) {
        return object.getJsonObject("metadata").getString("uid");
    }

    static String version(JsonObject object) {
        return object.getJsonObject("metadata").getString("resourceVersion");
    }
}
