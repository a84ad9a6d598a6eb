// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects what gateways write into a real API server, under the shipped role alone: what another cluster exports, once and no more, whatever becomes of the gateways. */
final class KubernetesImportsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static KubernetesApi api;
    private static WrittenObjects written;
    private static Federation federation;
    private static ExportsFile exports;
    private static boolean member;

    private final List<TestProcess> running = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        api = KubernetesApi.start(LAB, "west");
        written = new WrittenObjects(api.admin());
        federation = Federation.start(LAB);
        api.host().attach(federation.network(), "192.0.2.3/24");
        GatewayFolder east = federation.fileGateway("east", "10.1.0.0/16");
        exports = new ExportsFile(east.file("exports.yaml"));
        east.startReady();
    }

    @AfterEach
    void stop() {
        exports.clear().write();
        running.stream().filter(TestProcess::isAlive).forEach(TestProcess::kill);
        assertThat(api.forbidden()).as("requests that the role does not allow").isEmpty();
    }

    @Test
    void whatAnotherClusterExportsIsThereAndFollows() throws IOException {
        export("shop/web", "10.1.0.10", "10.1.0.11");
        TestProcess gateway = ready(west("gw-a"));
        eventually("it writes", LIMIT, () -> assertThat(gateway.logText()).contains("kubernetes: this gateway writes"));
        assertThat(status("/api/v1/namespaces/shop")).isEqualTo(404);

        namespace("shop");
        written.awaitReady("shop", "web");
        JsonObject imported = written.imported("shop", "web");
        JsonObject service = written.derived("shop", "web");
        JsonObject spec = imported.getJsonObject("spec");
        assertThat(spec.getString("type")).isEqualTo("ClusterSetIP");
        assertThat(spec.getJsonArray("ips"))
                .isEqualTo(service.getJsonObject("spec").getJsonArray("clusterIPs"))
                .hasSize(1);
        assertThat(spec.getJsonArray("ipFamilies")).isEqualTo(new JsonArray().add("IPv4"));
        assertThat(imported.getJsonObject("status").getJsonArray("clusters"))
                .isEqualTo(new JsonArray().add(new JsonObject().put("cluster", "east")));
        assertThat(service.getJsonObject("spec").getJsonObject("selector")).isNull();
        JsonObject slice = written.slices("shop").getFirst();
        assertThat(slice.getJsonObject("metadata").getJsonObject("labels").getMap())
                .containsEntry("multicluster.kubernetes.io/service-name", "web")
                .containsEntry("multicluster.kubernetes.io/source-cluster", "east")
                .containsEntry("kubernetes.io/service-name", WrittenObjects.name(service))
                .containsEntry("endpointslice.kubernetes.io/managed-by", "gateway.hanse.dev");
        assertThat(slice.encode()).doesNotContain("nodeName", "zone", "hints");
        written.awaitEndpoints("shop", "10.1.0.10 true", "10.1.0.11 true");

        export("shop/web", "10.1.0.10");
        written.awaitEndpoints("shop", "10.1.0.10 true");
        assertThat(WrittenObjects.uid(written.slices("shop").getFirst())).isEqualTo(WrittenObjects.uid(slice));
        assertThat(WrittenObjects.ips(written.derived("shop", "web"))).isEqualTo(WrittenObjects.ips(service));

        exports.clear().write();
        eventually(
                "all of it has gone",
                LIMIT,
                () -> assertThat(written.ours("shop")).isEmpty());
    }

    @Test
    void whatSomebodyChangesOrDeletesIsAsItWas() throws IOException {
        namespace("edited");
        export("edited/web", "10.1.0.20");
        ready(west("gw-b"));
        written.awaitReady("edited", "web");
        JsonObject service = written.derived("edited", "web");
        String path = "/api/v1/namespaces/edited/services/" + WrittenObjects.name(service);

        String slice = WrittenObjects.name(written.slices("edited").getFirst());
        merge(path, "{\"spec\": {\"selector\": {\"app\": \"mine\"}, \"ports\": [{\"name\": \"x\", \"port\": 1}]}}");
        merge(
                "/apis/discovery.k8s.io/v1/namespaces/edited/endpointslices/" + slice,
                "{\"endpoints\": [{\"addresses\": [\"10.1.9.9\"]}]}");
        written.awaitEndpoints("edited", "10.1.0.20 true");
        eventually("the Service is as it was", LIMIT, () -> {
            JsonObject now = written.derived("edited", "web").getJsonObject("spec");
            assertThat(now.getJsonObject("selector")).isNull();
            assertThat(now.getJsonArray("ports").getJsonObject(0).getInteger("port"))
                    .isEqualTo(80);
            assertThat(now.getJsonArray("ports")).hasSize(1);
        });
        assertThat(WrittenObjects.ips(written.derived("edited", "web"))).isEqualTo(WrittenObjects.ips(service));
        eventually(
                "the slice that the cluster made for the selector has gone",
                LIMIT,
                () -> assertThat(written.slices("edited")).hasSize(1));

        String before = WrittenObjects.uid(written.imported("edited", "web"));
        delete("/apis/multicluster.x-k8s.io/v1beta1/namespaces/edited/serviceimports/web");
        eventually(
                "it is there again",
                LIMIT,
                () -> assertThat(WrittenObjects.uid(written.imported("edited", "web")))
                        .isNotEqualTo(before));
        written.awaitReady("edited", "web");
        written.awaitEndpoints("edited", "10.1.0.20 true");
    }

    @Test
    void aKilledGatewayLeavesExactlyTheRightSetWhenItIsBack() throws IOException {
        namespace("kept");
        export("kept/web", "10.1.0.30");
        export("kept/gone", "10.1.0.31");
        export("kept/moved", "10.1.0.32");
        GatewayFolder folder = west("gw-c");
        TestProcess gateway = ready(folder);
        written.awaitReady("kept", "web");
        written.awaitReady("kept", "gone");
        written.awaitReady("kept", "moved");
        written.awaitEndpoints("kept", "10.1.0.30 true", "10.1.0.31 true", "10.1.0.32 true");
        Map<String, String> before = written.ours("kept");
        JsonArray addresses = WrittenObjects.ips(written.derived("kept", "moved"));
        gateway.kill();

        exports.remove("kept/gone").put("kept/late", "10.1.0.33");
        export("kept/moved", "10.1.0.34");
        ready(folder);

        written.awaitEndpoints("kept", "10.1.0.30 true", "10.1.0.33 true", "10.1.0.34 true");
        written.awaitReady("kept", "late");
        eventually(
                "what is not exported any more has gone",
                LIMIT,
                () -> assertThat(written.ours("kept")).hasSize(9));
        Map<String, String> after = written.ours("kept");
        assertThat(after.entrySet())
                .as("uids of what lives on")
                .containsAll(before.entrySet().stream()
                        .filter(each -> after.containsKey(each.getKey()))
                        .toList());
        assertThat(after.keySet()).filteredOn(before::containsKey).hasSize(6);
        assertThat(WrittenObjects.ips(written.derived("kept", "moved"))).isEqualTo(addresses);
    }

    @Test
    void somebodyElsesObjectsOfTheNamesStayAsTheyAre() throws IOException {
        namespace("others");
        // The name that the reference implementation gives the Service of others/web.
        List<JsonObject> theirs = api.admin().apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: others}
                spec: {ports: [{port: 7}]}
                ---
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceImport
                metadata: {name: api, namespace: others}
                spec: {type: ClusterSetIP, ports: [{port: 7}]}
                """.formatted(WrittenObjects.derivedName("others/web")));
        export("others/web", "10.1.0.40");
        export("others/api", "10.1.0.41");
        export("others/free", "10.1.0.42");
        TestProcess gateway = ready(west("gw-d"));

        written.awaitReady("others", "free");
        written.awaitEndpoints("others", "10.1.0.40 true", "10.1.0.42 true");
        eventually(
                "it says so",
                LIMIT,
                () -> assertThat(gateway.logText())
                        .contains("Service others/" + WrittenObjects.derivedName("others/web")
                                + " is there and is not Hanse's")
                        .contains("ServiceImport others/api is there and is not Hanse's"));
        assertThat(gateway.logText().lines().filter(line -> line.contains("others/api is there")))
                .hasSize(1);
        eventually(
                "operators are shown it",
                LIMIT,
                () -> assertThat(shown("others/web"))
                        .containsPattern(
                                "west +gw-d +kubernetes +Service others/derived-\\S+ is there and is not Hanse's"));
        assertThat(shown("others/free")).doesNotContain("NOT WRITTEN");
        exports.clear().write();
        eventually(
                "ours have gone",
                LIMIT,
                () -> assertThat(written.ours("others")).isEmpty());

        assertThat(api.admin().get("/api/v1/namespaces/others/services/" + WrittenObjects.derivedName("others/web")))
                .isEqualTo(theirs.getFirst());
        assertThat(written.imported("others", "api")).isEqualTo(theirs.getLast());
    }

    private static String shown(String service) {
        return federation.operator("service", "show", service).output();
    }

    private TestProcess ready(GatewayFolder folder) {
        TestProcess process = folder.startReady();
        running.add(process);
        return process;
    }

    private static GatewayFolder west(String name) throws IOException {
        GatewayFolder folder = GatewayFolder.write(
                        LAB,
                        api.host(),
                        "gateway-" + name,
                        "west",
                        "10.2.0.0/16",
                        "sources: {kubernetes: {kubeconfig: \"" + api.hanseKubeconfig() + "\", write-imports: true}}\n")
                .withToken(token());
        Path config = folder.file("gateway.yaml");
        Files.writeString(config, Files.readString(config).replace("name: gw-1", "name: " + name));
        return folder;
    }

    /** The first makes the cluster a member. */
    private static String token() {
        if (!member) {
            member = true;
            return federation.token("west");
        }
        return federation.token("west", "--additional-gateway");
    }

    private static void export(String service, String... addresses) {
        exports.put(service, addresses).write();
    }

    private static void namespace(String name) {
        api.admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
    }

    private static void merge(String path, String patch) {
        api.admin().call("PATCH", path, "application/merge-patch+json", patch).orFail();
    }

    private static void delete(String path) {
        api.admin().call("DELETE", path, "", "").orFail();
    }

    private static int status(String path) {
        return api.admin().call("GET", path, "", "").status();
    }
}
