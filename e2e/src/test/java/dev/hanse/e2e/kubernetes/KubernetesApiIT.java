// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the ground that tests with Kubernetes stand on: a real API server with its controllers, which goes on after a stop, and the shipped role. */
class KubernetesApiIT {
    private static final Duration SOON = Eventually.LIMIT;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: %s}
            spec: {ipFamilyPolicy: RequireDualStack, ports: [{port: 80}]%s}
            """;
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s, namespace: %s, ownerReferences: [%s]}
            """;
    private static final String OWNER = "{apiVersion: v1, kind: ConfigMap, name: %s, uid: %s, blockOwnerDeletion: %b}";
    private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices";

    private static KubernetesApi cluster;

    @BeforeAll
    static void start(TestReporter reporter) {
        long begin = System.nanoTime();
        cluster = KubernetesApi.start(LAB, "east");
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        reporter.publishEntry("milliseconds until the API served our kinds", Long.toString(millis));
    }

    @Test
    void itsControllerMakesSlicesOfPodsThatAreObjectsAlone() {
        namespace("pods");
        cluster.admin().apply("{apiVersion: v1, kind: Node, metadata: {name: node-1}}");
        cluster.admin().apply(SERVICE.formatted("pods", ", selector: {app: web}"));
        cluster.admin().apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web-0, namespace: pods, labels: {app: web}}
                spec: {nodeName: node-1, containers: [{name: web, image: none}]}
                """);
        cluster.admin()
                .call("PATCH", "/api/v1/namespaces/pods/pods/web-0/status", "application/merge-patch+json", """
                        {"status": {"phase": "Running", "podIP": "10.10.0.7", "podIPs": [{"ip": "10.10.0.7"}, {"ip": "fd00:10::7"}],
                         "conditions": [{"type": "Ready", "status": "True"}]}}
                        """)
                .orFail();

        eventually(
                "a slice of each family has the pod",
                SOON,
                () -> assertThat(addresses("pods")).containsExactlyInAnyOrder("10.10.0.7 true", "fd00:10::7 true"));
    }

    @Test
    void keepsSlicesWrittenByHandForAServiceOfBothFamilies() {
        namespace("hand");
        JsonObject service =
                cluster.admin().apply(SERVICE.formatted("hand", "")).getFirst();
        cluster.admin().apply(slice("hand"));

        assertThat(service.getJsonObject("spec").getJsonArray("clusterIPs")).hasSize(2);
        assertThat(addresses("hand")).containsExactly("10.10.0.9 true");
    }

    @Test
    void aDeletedNamespaceGoesAndMayComeBack() {
        namespace("short");
        cluster.admin().apply(slice("short"));
        cluster.admin().delete("{apiVersion: v1, kind: Namespace, metadata: {name: short}}");

        eventually(
                "it has gone",
                SOON,
                () -> assertThat(status("/api/v1/namespaces/short")).isEqualTo(404));
        namespace("short");
        assertThat(addresses("short")).isEmpty();
    }

    @Test
    void whatIsOwnedGoesWithItsOwner() {
        namespace("owned");
        JsonObject owner =
                cluster.admin().apply(CONFIG.formatted("owner", "owned", "")).getFirst();
        cluster.admin().apply(CONFIG.formatted("thing", "owned", owner("owner", owner, false)));
        cluster.admin().delete(CONFIG.formatted("owner", "owned", ""));

        eventually(
                "it has gone too",
                SOON,
                () -> assertThat(status("/api/v1/namespaces/owned/configmaps/thing"))
                        .isEqualTo(404));
    }

    @Test
    void whoMayNotDeleteAnOwnerMayNotBlockItsDeletion() {
        namespace("blocked");
        JsonObject owner =
                cluster.admin().apply(CONFIG.formatted("owner", "blocked", "")).getFirst();
        cluster.admin().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: makes, namespace: blocked}
                rules: [{apiGroups: [""], resources: [secrets], verbs: [create, patch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: makes, namespace: blocked}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: makes}
                subjects: [{kind: ServiceAccount, name: hanse, namespace: hanse}]
                """);
        String secret = """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: blocked, ownerReferences: [%s]}
                """;

        eventually(
                "the role is known",
                SOON,
                () -> cluster.hanse().apply(secret.formatted("free", owner("owner", owner, false))));
        ApiReply refused = cluster.hanse().tryApply(secret.formatted("blocking", owner("owner", owner, true)));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("cannot set blockOwnerDeletion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/apis/multicluster.x-k8s.io/v1beta1/serviceexports",
                "/apis/multicluster.x-k8s.io/v1alpha1/serviceexports",
                "/api/v1/services",
                "/api/v1/namespaces",
                "/apis/discovery.k8s.io/v1/endpointslices",
                "/apis/about.k8s.io/v1beta1/clusterproperties"
            })
    void theShippedRoleReads(String path) throws Exception {
        ApiClient hanse = cluster.hanse();

        assertThat(hanse.call("GET", path, "", "").status()).isEqualTo(200);
        assertThat(hanse.call("GET", path + "/none", "", "").status()).isEqualTo(404);
        try (ApiWatch watch = hanse.watch(path + "?watch=true")) {
            assertThat(watch.hasEnded()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/secrets",
                "GET /api/v1/namespaces/hanse/secrets/none",
                "GET /api/v1/pods",
                "GET /api/v1/configmaps",
                "GET /api/v1/nodes",
                "PATCH /apis/multicluster.x-k8s.io/v1beta1/namespaces/default/serviceexports/none",
                "DELETE /apis/multicluster.x-k8s.io/v1beta1/namespaces/default/serviceexports",
                "PATCH /apis/about.k8s.io/v1beta1/clusterproperties/none",
                "DELETE /apis/about.k8s.io/v1beta1/clusterproperties/none",
                "GET /apis/events.k8s.io/v1/events",
                "PATCH /apis/events.k8s.io/v1/namespaces/default/events/none",
                "DELETE /api/v1/namespaces/default",
                "POST /api/v1/namespaces/hanse/serviceaccounts/hanse/token",
                "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
            })
    void theShippedRoleAllowsNothingElseAndTheAuditLogSaysSo(String request) {
        String method = request.substring(0, request.indexOf(' '));
        String path = request.substring(request.indexOf(' ') + 1);

        ApiReply reply = cluster.hanse()
                .call(method, path, method.equals("PATCH") ? "application/merge-patch+json" : "application/json", "{}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        eventually(
                "the audit log has it",
                SOON,
                () -> assertThat(cluster.forbidden())
                        .extracting(AuditEvent::uri)
                        .contains(path));
    }

    @Test
    void kubectlOnTheHostComesAsEitherUser() {
        String exports = "serviceexports.multicluster.x-k8s.io";

        assertThat(cluster.kubectl("auth", "can-i", "create", exports).succeeded())
                .isTrue();
        assertThat(cluster.host()
                        .run("kubectl", "--kubeconfig=" + cluster.hanseKubeconfig(), "get", exports, "-A")
                        .succeeded())
                .isTrue();
        assertThat(cluster.host()
                        .run("kubectl", "--kubeconfig=" + cluster.hanseKubeconfig(), "get", "secrets", "-A")
                        .output())
                .contains("forbidden")
                .contains(KubernetesApi.HANSE);
    }

    @Test
    void goesOnWithItsDataAfterAStopAndAfterACrash() {
        namespace("kept");
        JsonObject made = cluster.admin().apply(SERVICE.formatted("kept", "")).getFirst();
        cluster.stop();
        cluster.start();
        JsonObject afterStop = cluster.admin().get("/api/v1/namespaces/kept/services/web");
        cluster.kill();
        cluster.start();
        JsonObject afterCrash = cluster.admin().get("/api/v1/namespaces/kept/services/web");

        assertThat(afterStop.getJsonObject("metadata")).isEqualTo(made.getJsonObject("metadata"));
        assertThat(afterCrash).isEqualTo(afterStop);
        assertThat(cluster.hanse().call("GET", "/api/v1/services", "", "").status())
                .isEqualTo(200);
    }

    @Test
    void severalRunBesideEachOtherAndLeaveNothing() {
        KubernetesApi other;
        try (TestLab lab = new TestLab()) {
            other = KubernetesApi.start(lab, "west");
            other.admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: west}}");
            assertThat(status("/api/v1/namespaces/west")).isEqualTo(404);
        }

        assertThat(other.server().isAlive()).isFalse();
        assertThat(other.files().path("etcd")).doesNotExist();
        assertThat(LAB.runHere(SOON, "ip", "netns", "list").orFail().output())
                .doesNotContain(other.host().namespace());
    }

    private static void namespace(String name) {
        cluster.admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
    }

    private static String slice(String namespace) {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, namespace: %s, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                endpoints: [{addresses: [10.10.0.9], conditions: {ready: true}}]
                ports: [{name: "", port: 80}]
                """.formatted(namespace);
    }

    private static String owner(String name, JsonObject owner, boolean blocks) {
        return OWNER.formatted(name, owner.getJsonObject("metadata").getString("uid"), blocks);
    }

    /** Addresses in the slices of a namespace, each with whether it is ready. */
    private static List<String> addresses(String namespace) {
        return cluster.admin().get(SLICES.formatted(namespace)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .flatMap(each -> each.getJsonArray("endpoints", new JsonArray()).stream())
                .map(JsonObject.class::cast)
                .map(each -> each.getJsonArray("addresses").getString(0) + " "
                        + each.getJsonObject("conditions").getBoolean("ready"))
                .toList();
    }

    private static int status(String path) {
        return cluster.admin().call("GET", path, "", "").status();
    }
}
