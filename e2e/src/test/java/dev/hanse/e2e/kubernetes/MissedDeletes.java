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

/**
 * Things that go while the one who should notice is away, in each of the seven places where a copy of them may stay: the exporting cluster's export and slice, the control plane's slice and its
 * service with a cluster that has left, the importing cluster's import and slice, and a slice there that somebody deleted. West's gateway, the only one, reads what west exports too.
 */
record MissedDeletes(WestGateways west, WrittenObjects written, WestGateways.Member gateway) {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String EXPORTS = "/apis/multicluster.x-k8s.io/v1beta1/namespaces/missed/serviceexports/";
    private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/missed/endpointslices/";

    void prepare() {
        west.api().admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: missed}}");
        exportFromWest("local-import", "10.2.0.1");
        exportFromWest("local-slice", "10.2.0.2", "10.2.0.3");
        west.exports()
                .put("missed/control-slice", "10.1.4.1")
                .put("missed/control-service", "10.1.4.2")
                .put("missed/remote-import", "10.1.4.3")
                .put("missed/remote-slice", "10.1.4.4")
                .put("missed/deleted-slice", "10.1.4.5")
                .put("missed/living", "10.1.4.6")
                .write();
        west.northExports()
                .put("missed/control-service", "10.3.4.2")
                .put("missed/remote-slice", "10.3.4.4")
                .write();
        awaitEndpoints(
                "10.2.0.1",
                "10.2.0.2",
                "10.2.0.3",
                "10.1.4.1",
                "10.1.4.2",
                "10.1.4.3",
                "10.1.4.4",
                "10.1.4.5",
                "10.1.4.6",
                "10.3.4.2",
                "10.3.4.4");
        List.of("local-slice", "control-service", "remote-slice", "deleted-slice", "living")
                .forEach(each -> written.awaitReady("missed", each));
    }

    void whileTheGatewayIsAway() {
        Map<String, String> before = living();
        gateway.kill();
        delete(EXPORTS + "local-import");
        delete(SLICES + "local-slice-10.2.0.3");
        west.exports()
                .remove("missed/remote-import")
                .remove("missed/remote-slice")
                .write();
        delete(SLICES + nameOfSlice("10.1.4.5"));
        gateway.start();
        awaitEndpoints("10.2.0.2", "10.1.4.1", "10.1.4.2", "10.1.4.5", "10.1.4.6", "10.3.4.2", "10.3.4.4");
        awaitOnlyNorth("remote-slice");
        awaitImports("local-slice", "control-slice", "control-service", "remote-slice", "deleted-slice", "living");
        assertThat(living()).as("what lives on").isEqualTo(before);
    }

    void whileEastAndTheControlPlaneAreAway() {
        Map<String, String> before = living();
        west.whileEastAndControlPlaneAreAway(() -> west.exports()
                .remove("missed/control-slice")
                .remove("missed/control-service")
                .write());
        awaitEndpoints("10.2.0.2", "10.1.4.5", "10.1.4.6", "10.3.4.2", "10.3.4.4");
        awaitImports("local-slice", "control-service", "remote-slice", "deleted-slice", "living");
        awaitOnlyNorth("control-service");
        assertThat(living()).as("what lives on").isEqualTo(before);
    }

    void tidyUp() {
        List.of("deleted-slice", "living").forEach(each -> west.exports().remove("missed/" + each));
        west.exports().write();
        west.northExports()
                .remove("missed/control-service")
                .remove("missed/remote-slice")
                .write();
        delete(EXPORTS + "local-slice");
        eventually(
                "all has gone",
                LIMIT,
                () -> assertThat(written.versions("missed")).isEmpty());
    }

    /** All of a service that nobody touches, and the addresses of those that live on. */
    private Map<String, String> living() {
        Map<String, String> all = new TreeMap<>(written.versions("steady"));
        written.items("/api/v1/namespaces/missed/services").forEach(each -> {
            String of = each.getJsonObject("metadata")
                    .getJsonObject("labels")
                    .getString("multicluster.kubernetes.io/service-name");
            if (List.of("living", "remote-slice", "deleted-slice", "control-service", "local-slice")
                    .contains(of)) {
                all.put(of, WrittenObjects.uid(each) + WrittenObjects.ips(each).encode());
            }
        });
        return all;
    }

    private void exportFromWest(String name, String... addresses) {
        StringBuilder objects = new StringBuilder("""
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: missed}
                spec: {ports: [{name: http, port: 80}]}
                ---
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceExport
                metadata: {name: %1$s, namespace: missed}
                """.formatted(name));
        for (String address : addresses) {
            objects.append("""
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {name: %1$s-%2$s, namespace: missed, labels: {kubernetes.io/service-name: %1$s}}
                    addressType: IPv4
                    ports: [{name: http, port: 80}]
                    endpoints: [{addresses: ["%2$s"]}]
                    """.formatted(name, address));
        }
        west.api().admin().apply(objects.toString());
    }

    private void awaitEndpoints(String... addresses) {
        eventually(
                "endpoints",
                LIMIT,
                () -> assertThat(written.endpoints("missed").stream().map(each -> each.substring(0, each.indexOf(' '))))
                        .containsExactlyInAnyOrder(addresses));
    }

    private void awaitImports(String... names) {
        eventually(
                "imports",
                LIMIT,
                () -> assertThat(
                                written
                                        .items("/apis/multicluster.x-k8s.io/v1beta1/namespaces/missed/serviceimports")
                                        .stream()
                                        .map(WrittenObjects::name))
                        .containsExactlyInAnyOrder(names));
        eventually(
                "derived Services",
                LIMIT,
                () -> assertThat(written.items("/api/v1/namespaces/missed/services"))
                        .hasSize(names.length));
    }

    private String nameOfSlice(String address) {
        return written.slices("missed").stream()
                .filter(slice -> slice.encode().contains("\"" + address + "\""))
                .map(WrittenObjects::name)
                .findFirst()
                .orElseThrow();
    }

    private void awaitOnlyNorth(String name) {
        JsonArray onlyNorth = new JsonArray().add(new JsonObject().put("cluster", "north"));
        eventually(
                "the cluster that has left is not named",
                LIMIT,
                () -> assertThat(written.imported("missed", name)
                                .getJsonObject("status")
                                .getJsonArray("clusters"))
                        .isEqualTo(onlyNorth));
    }

    private void delete(String path) {
        west.api().admin().call("DELETE", path, "", "").orFail();
    }
}
