// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One of two clusters, as its users see it.
 *
 * @param cluster its id
 * @param number its pods have addresses in {@code 10.NUMBER.0.0/16} and {@code fd00:10:NUMBER::/48}
 * @param gateway its only one
 */
record ClusterSide(String cluster, int number, KubernetesApi api, TestProcess gateway) {

    /** The conformance suite waits for 20 s, on a machine that does nothing else. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** Where its gateway answers, for {@code dig}. */
    static final String DNS = "@127.0.0.1 -p 5353";

    private static final String MCS = "/apis/multicluster.x-k8s.io/v1beta1/namespaces/";

    WrittenObjects written() {
        return new WrittenObjects(api.admin());
    }

    /**
     * Makes a Service.
     *
     * @param spec its specification in YAML, on one line
     */
    void service(String namespace, String name, String spec) {
        api.admin().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: %s, labels: {of: service}, annotations: {of.example: service}}
                spec: %s
                """.formatted(name, namespace, spec));
    }

    /**
     * Makes the slices of a Service, one of each family.
     *
     * @param ports in YAML, on one line
     * @param hosts the last numbers of the endpoints' addresses
     */
    void endpoints(String namespace, String service, String ports, int... hosts) {
        for (boolean six : new boolean[] {false, true}) {
            StringBuilder endpoints = new StringBuilder();
            for (int host : hosts) {
                endpoints.append("{addresses: [\"%s\"], conditions: {ready: true}}, "
                        .formatted(six ? address6(host) : address(host)));
            }
            slice(namespace, service, six ? "IPv6" : "IPv4", ports, endpoints.toString());
        }
    }

    void slice(String namespace, String service, String family, String ports, String endpoints) {
        api.admin().apply("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: "%s-%s", namespace: %s, labels: {kubernetes.io/service-name: %s}}
                addressType: %s
                ports: %s
                endpoints: [%s]
                """.formatted(
                service, family.toLowerCase(java.util.Locale.ROOT), namespace, service, family, ports, endpoints));
    }

    String address(int host) {
        return "10." + number + ".0." + host;
    }

    String address6(int host) {
        return "fd00:10:" + number + "::" + host;
    }

    void export(String namespace, String name) {
        export(namespace, name, "{}");
    }

    void export(String namespace, String name, String spec) {
        api.admin().apply("""
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceExport
                metadata: {name: %s, namespace: %s, labels: {of: export}}
                spec: %s
                """.formatted(name, namespace, spec));
    }

    void unexport(String namespace, String name) {
        delete(MCS + namespace + "/serviceexports/" + name);
    }

    void deleteService(String namespace, String name) {
        delete("/api/v1/namespaces/" + namespace + "/services/" + name);
    }

    void delete(String path) {
        api.admin().call("DELETE", path, "", "").orFail();
    }

    JsonObject exported(String namespace, String name) {
        return api.admin().get(MCS + namespace + "/serviceexports/" + name);
    }

    /** One condition of an export. */
    Optional<JsonObject> condition(String namespace, String name, String type) {
        JsonObject status = exported(namespace, name).getJsonObject("status", new JsonObject());
        return objects(status.getJsonArray("conditions"))
                .filter(each -> each.getString("type").equals(type))
                .findFirst();
    }

    /** Waits until a condition is as {@code True Exported}. */
    JsonObject awaitCondition(String namespace, String name, String type, String statusAndReason) {
        eventually(
                type + " of " + namespace + "/" + name + " in " + cluster,
                LIMIT,
                () -> assertThat(condition(namespace, name, type)
                                .map(each -> each.getString("status") + " " + each.getString("reason")))
                        .contains(statusAndReason));
        return condition(namespace, name, type).orElseThrow();
    }

    /** Waits until there is an import, and until it is so. */
    JsonObject awaitImport(String namespace, String name, Consumer<JsonObject> check) {
        eventually("import " + namespace + "/" + name + " in " + cluster, LIMIT, () -> {
            assertThat(hasImport(namespace, name)).as("it is there").isTrue();
            check.accept(written().imported(namespace, name).getJsonObject("spec"));
        });
        return written().imported(namespace, name).getJsonObject("spec");
    }

    JsonObject awaitImport(String namespace, String name) {
        return awaitImport(namespace, name, _ -> {});
    }

    void awaitNoImport(String namespace, String name) {
        eventually(
                "no import " + namespace + "/" + name + " in " + cluster,
                LIMIT,
                () -> assertThat(hasImport(namespace, name)).isFalse());
    }

    boolean hasImport(String namespace, String name) {
        return api.admin()
                        .call("GET", MCS + namespace + "/serviceimports/" + name, "", "")
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

    /** What kube-proxy makes of the Service that stands for an import: where a port of it leads to, as {@code 10.1.0.10:8080}. */
    Set<String> reached(String namespace, String name, String protocol, int port) {
        JsonObject derived =
                api.admin().get("/api/v1/namespaces/" + namespace + "/services/" + derived(namespace, name));
        Set<String> reached = new TreeSet<>();
        objects(derived.getJsonObject("spec").getJsonArray("ports"))
                .filter(each -> each.getInteger("port") == port
                        && each.getString("protocol").equals(protocol))
                .forEach(each -> slices(namespace, name)
                        .forEach(slice -> reached.addAll(reached(slice, each.getString("name", ""), protocol))));
        return reached;
    }

    /** Where a packet to a port of an address gets: to endpoints where that is an address of the import, else to the address itself. */
    Set<String> follow(String namespace, String name, String address, int port) {
        JsonArray ips =
                written().imported(namespace, name).getJsonObject("spec").getJsonArray("ips", new JsonArray());
        return ips.contains(address) ? reached(namespace, name, "TCP", port) : Set.of(address + ":" + port);
    }

    /** The name of the Service that stands for an import. */
    String derived(String namespace, String name) {
        return written()
                .imported(namespace, name)
                .getJsonObject("metadata")
                .getJsonObject("annotations")
                .getString("multicluster.kubernetes.io/derived-service");
    }

    /** The slices of that Service. */
    List<JsonObject> slices(String namespace, String name) {
        return objects(api.admin()
                        .get("/apis/discovery.k8s.io/v1/namespaces/" + namespace
                                + "/endpointslices?labelSelector=multicluster.kubernetes.io%2Fservice-name%3D" + name)
                        .getJsonArray("items"))
                .toList();
    }

    private static Set<String> reached(JsonObject slice, String portName, String protocol) {
        Set<String> reached = new TreeSet<>();
        objects(slice.getJsonArray("ports"))
                .filter(each -> each.getString("name", "").equals(portName)
                        && each.getString("protocol").equals(protocol))
                .forEach(each -> objects(slice.getJsonArray("endpoints"))
                        .filter(endpoint -> endpoint.getJsonObject("conditions").getBoolean("ready"))
                        .forEach(endpoint -> reached.add(
                                endpoint.getJsonArray("addresses").getString(0) + ":" + each.getInteger("port"))));
        return reached;
    }

    static Stream<JsonObject> objects(JsonArray array) {
        return array == null ? Stream.of() : array.stream().map(JsonObject.class::cast);
    }

    /** Asks the cluster's gateway about a service of the cluster set; the lines of the answer. */
    List<String> dig(String type, String name) {
        return api.host()
                .run("dig", "+short", "+tries=1", "-p", "5353", "@127.0.0.1", name + ".svc.clusterset.local", type)
                .orFail()
                .output()
                .lines()
                .sorted()
                .toList();
    }

    /** The code of the answer: {@code NXDOMAIN}. */
    String digStatus(String name) {
        String output = api.host()
                .run("dig", "+tries=1", "-p", "5353", "@127.0.0.1", name, "A")
                .orFail()
                .output();
        return output.replaceFirst("(?s).*status: (\\w+),.*", "$1");
    }
}
