// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects who installs by Helm or kustomize: a real API server takes every object, wrong values are refused by name, and what comes and goes is what should. */
final class ChartIT {

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static final String GATEWAY = "hanse-gateway";
    private static final String CONTROL_PLANE = "hanse-control-plane";

    private static NewCluster east;

    @BeforeAll
    static void start() {
        east = NewCluster.start(LAB);
    }

    @ParameterizedTest
    @CsvSource({
        GATEWAY + ",default",
        GATEWAY + ",base",
        GATEWAY + ",ipv6",
        GATEWAY + ",full",
        CONTROL_PLANE + ",default",
        CONTROL_PLANE + ",full"
    })
    void theServerTakesEveryObject(String chart, String values) throws IOException {
        Path folder = Helm.chart(chart);
        Path file = Helm.values(chart, values);
        east.helm()
                .run("lint", "--strict", folder.toString(), "--values", file.toString())
                .orFail();
        String rendered = east.helm().template(chart, values);

        assertThat(east.helm().template(chart, values)).as("the second time").isEqualTo(rendered);
        Path objects = Files.writeString(east.work().resolve(chart + "-" + values + ".yaml"), rendered);
        east.api()
                .kubectl("apply", "--server-side", "--dry-run=server", "--validate=strict", "--filename=" + objects)
                .orFail();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hanse-gateway | cluster= | at '/cluster': '' does not match pattern
            hanse-gateway | cluster=East | at '/cluster': 'East' does not match pattern
            hanse-gateway | podPrefixes=null | missing property 'podPrefixes'
            hanse-gateway | podPrefixes[0]=10.10.0.0 | at '/podPrefixes/0': '10.10.0.0' does not match pattern
            hanse-gateway | clustre=east | additional properties 'clustre' not allowed
            hanse-gateway | tunnel.ports=1 | additional properties 'ports' not allowed
            hanse-gateway | tunnel.workers=17 | at '/tunnel/workers': maximum: got 17, want 16
            hanse-gateway | dns.port=70000 | at '/dns/port': maximum: got 70,000, want 65,535
            hanse-gateway | dns.port=53 | at '/dns/port': minimum: got 53, want 1,024
            hanse-gateway | nodes.statusPort=483 | at '/nodes/statusPort': minimum: got 483, want 1,024
            hanse-gateway | nodeAddressFamily=ipv4 | must be one of 'IPv4', 'IPv6'
            hanse-gateway | image.digest=latest | at '/image/digest': 'latest' does not match pattern
            hanse-control-plane | advertise=null | missing property 'advertise'
            hanse-control-plane | replicas=2 | additional properties 'replicas' not allowed
            """)
    void valuesThatMeanNothingAreRefused(String chart, String value, String message) {
        CommandResult result = east.helm()
                .run(
                        "template",
                        Helm.chart(chart).toString(),
                        "--values",
                        Helm.values(chart, "default").toString(),
                        "--set",
                        value);

        assertThat(result.succeeded()).as(result.output()).isFalse();
        assertThat(result.output()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"default", "ipv6", "full"})
    void gatewaysTakeTheirConfiguration(String values) throws IOException {
        JsonObject files = Manifests.of(east.helm().template(GATEWAY, values))
                .named("ConfigMap", GATEWAY)
                .getJsonObject("data");

        assertThat(files).isNotEmpty();
        String address = values.equals("ipv6") ? "2001:db8:0:0:0:0:0:1" : "192.0.2.1";
        for (String name : files.fieldNames()) {
            assertThat(checked("gateway", Files.writeString(east.work().resolve(name), files.getString(name)), address))
                    .contains("name=node-1-example\n", "join-tokens/node-1.example\n", address);
        }
    }

    @Test
    void nodesTakeTheirConfiguration() throws IOException {
        Manifests rendered = Manifests.of(east.helm().template(GATEWAY, "full"));
        String text =
                rendered.named("ConfigMap", "hanse-node").getJsonObject("data").getString("node.yaml");

        assertThat(printed("node", Files.writeString(east.work().resolve("node.yaml"), text), "192.0.2.1"))
                .contains("gateways=[hanse-gateways.hanse.svc:9600]", "name=node-1.example", "vxlan-device=hanse-vx1");
        assertThat(rendered.named("ConfigMap", GATEWAY).encode()).contains("vxlan-device: \\\"hanse-vx1\\\"");
        assertThat(rendered.named("Service", "hanse-gateways").encode()).contains("\"port\":9600");
        assertThat(Manifests.of(east.helm().template(GATEWAY, "default")).ofKind("DaemonSet"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"default", "full"})
    void theControlPlaneTakesItsConfiguration(String values) throws IOException {
        String text = Manifests.of(east.helm().template(CONTROL_PLANE, values))
                .one("ConfigMap")
                .getJsonObject("data")
                .getString("control-plane.yaml");

        assertThat(checked("control-plane", Files.writeString(east.work().resolve("control-plane.yaml"), text), ""))
                .contains("cluster-set=", ":9443");
    }

    private static String checked(String role, Path file, String address) {
        return check(role, file, address).orFail().output();
    }

    /** Also where what the configuration names is not there. */
    private static String printed(String role, Path file, String address) {
        return check(role, file, address).output();
    }

    private static CommandResult check(String role, Path file, String address) {
        return east.api()
                .host()
                .run(
                        "env",
                        "HANSE_NODE_NAME=node-1.example",
                        "HANSE_NODE_ADDRESS=" + address,
                        Distribution.executable(),
                        role,
                        "--check-config",
                        "--config",
                        file.toString());
    }

    @Test
    void whoScrapesReachesTheNodes() {
        Manifests rendered =
                Manifests.of(east.helm().template(GATEWAY, "default", "--set", "serviceMonitor.enabled=true"));

        assertThat(rendered.one("ConfigMap").encode()).contains("status-listen: \\\"${HANSE_NODE_ADDRESS}:9481\\\"");
        assertThat(rendered.one("DaemonSet").encode()).doesNotContain("127.0.0.1");
        assertThat(rendered.one("ServiceMonitor").encode()).contains("\"port\":\"status\"");
    }

    @Test
    void whatAsksForNoAuthenticationStaysInTheCluster() {
        Manifests rendered =
                Manifests.of(east.helm().template(CONTROL_PLANE, "full", "--set", "serviceMonitor.enabled=true"));
        JsonObject open = rendered.named("Service", CONTROL_PLANE);
        JsonObject status = rendered.named("Service", CONTROL_PLANE + "-status");

        assertThat(open.getJsonObject("spec").getString("type")).isEqualTo("NodePort");
        assertThat(open.encode()).doesNotContain("9480");
        assertThat(status.getJsonObject("spec").getString("type")).isEqualTo("ClusterIP");
        assertThat(status.encode()).contains("9480");
        JsonObject scraped = rendered.one("ServiceMonitor")
                .getJsonObject("spec")
                .getJsonObject("selector")
                .getJsonObject("matchLabels");
        assertThat(labels(status).getMap()).containsAllEntriesOf(scraped.getMap());
        assertThat(labels(open).fieldNames()).doesNotContain("app.kubernetes.io/component");
    }

    private static JsonObject labels(JsonObject object) {
        return object.getJsonObject("metadata").getJsonObject("labels");
    }

    @Test
    void rightsAreThoseOfTheShippedRole() throws IOException {
        Manifests shipped = Manifests.of(Files.readString(NewCluster.SHIPPED.resolve("role.yaml")));
        Manifests rendered = Manifests.of(east.helm().template(GATEWAY, "default"));

        for (String kind : List.of("ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding", "ServiceAccount")) {
            assertThat(withoutLabels(rendered.one(kind))).as(kind).isEqualTo(withoutLabels(shipped.one(kind)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"role.yaml", "prefixes-role.yaml", "nodes-role.yaml", "crds.yaml"})
    void filesOfTheChartAreTheShippedOnes(String name) {
        assertThat(Helm.chart(GATEWAY).resolve("files").resolve(name))
                .as("make manifests copies it")
                .hasSameTextualContentAs(NewCluster.SHIPPED.resolve(name));
    }

    @Test
    void whoFindsPrefixesInAPodMayReadWhatTheyAreMadeOf() throws IOException {
        requireShipped("prefixes-role.yaml", "hanse-prefixes", "ClusterRole", "ClusterRoleBinding");
    }

    @Test
    void nodesMayWhatTheirShippedRoleSays() throws IOException {
        requireShipped("nodes-role.yaml", "hanse-node", "Role", "RoleBinding");
    }

    private static void requireShipped(String file, String name, String... kinds) throws IOException {
        Manifests shipped = Manifests.of(Files.readString(NewCluster.SHIPPED.resolve(file)));
        Manifests rendered = Manifests.of(east.helm().template(GATEWAY, "full"));

        for (String kind : kinds) {
            assertThat(withoutLabels(rendered.named(kind, name))).as(kind).isEqualTo(withoutLabels(shipped.one(kind)));
        }
    }

    private static JsonObject withoutLabels(JsonObject object) {
        JsonObject copy = object.copy();
        copy.getJsonObject("metadata").remove("labels");
        return copy;
    }

    @Test
    void whoDoesNotWriteMayOnlyRead() throws IOException {
        JsonArray shipped = Manifests.of(Files.readString(NewCluster.SHIPPED.resolve("role.yaml")))
                .one("ClusterRole")
                .getJsonArray("rules");
        Manifests rendered = Manifests.of(east.helm().template(GATEWAY, "ipv6"));

        assertThat(rendered.ofKind("Role")).isEmpty();
        assertThat(rendered.one("ClusterRole").getJsonArray("rules"))
                .hasSize(4)
                .isSubsetOf(shipped)
                .allSatisfy(rule -> assertThat(((JsonObject) rule).getJsonArray("verbs"))
                        .isEqualTo(new JsonArray(List.of("get", "list", "watch"))));
    }

    @Test
    void basesForKustomizeAreTheCharts() throws IOException {
        Path rendered = east.work().resolve("bases");
        east.api()
                .host()
                .run(Distribution.repository().resolve("deploy/helm/render").toString(), rendered.toString())
                .orFail();

        for (String name : List.of("gateway", "control-plane")) {
            String file = name + "/" + name + ".yaml";
            assertThat(NewCluster.SHIPPED.resolve(file))
                    .as("make manifests writes it")
                    .hasSameTextualContentAs(rendered.resolve(file));
            east.api()
                    .kubectl(
                            "apply",
                            "--server-side",
                            "--dry-run=server",
                            "--validate=strict",
                            "--kustomize=" + NewCluster.SHIPPED.resolve(name))
                    .orFail();
        }
        for (String name : List.of(GATEWAY, CONTROL_PLANE)) {
            String file = "printed/" + name + ".yaml";
            assertThat(NewCluster.SHIPPED.resolve(file))
                    .as("make manifests writes it")
                    .hasSameTextualContentAs(rendered.resolve(file));
        }
    }

    @Test
    void gatewaysComeChangeGoBackAndGo() {
        install(GATEWAY, GATEWAY).orFail();
        east.api()
                .kubectl(
                        "wait",
                        "--for=condition=Established",
                        "--timeout=60s",
                        "crd/serviceexports.multicluster.x-k8s.io")
                .orFail();
        east.api().admin().apply("""
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceExport
                metadata: {name: web, namespace: default}
                """);
        String first = template();
        assertThat(install("another", GATEWAY).output()).contains("cannot be imported into the current release");

        east.helm()
                .run(
                        "upgrade",
                        GATEWAY,
                        Helm.chart(GATEWAY).toString(),
                        "--values=" + Helm.values(GATEWAY, "default"),
                        "--set=dns.port=5300")
                .orFail();
        assertThat(template())
                .as("pods follow their configuration")
                .isNotEqualTo(first)
                .contains("5300");
        east.helm().run("rollback", GATEWAY, "1").orFail();
        assertThat(template()).isEqualTo(first);

        east.helm().run("uninstall", GATEWAY).orFail();
        assertThat(leftOver(GATEWAY)).isEmpty();
        assertThat(east.api().admin().get("/apis/multicluster.x-k8s.io/v1beta1/namespaces/default/serviceexports/web"))
                .as("people's exports stay")
                .isNotEmpty();
        install(GATEWAY, GATEWAY).orFail();
        east.helm().run("uninstall", GATEWAY).orFail();
    }

    @Test
    void theControlPlaneLeavesItsKeys() {
        install(CONTROL_PLANE, CONTROL_PLANE).orFail();
        east.helm().run("uninstall", CONTROL_PLANE).orFail();

        assertThat(leftOver(CONTROL_PLANE)).containsExactly("persistentvolumeclaim/hanse-control-plane");
        install(CONTROL_PLANE, CONTROL_PLANE).orFail();
        east.helm().run("uninstall", CONTROL_PLANE).orFail();
    }

    private static CommandResult install(String release, String chart) {
        return east.helm()
                .run("install", release, Helm.chart(chart).toString(), "--values=" + Helm.values(chart, "default"));
    }

    private static String template() {
        return east.api()
                .kubectl("--namespace=hanse", "get", "daemonset", GATEWAY, "--output=jsonpath={.spec.template}")
                .orFail()
                .output();
    }

    /** Of the kinds that the charts have, what is left in the cluster. */
    private static List<String> leftOver(String chart) {
        String kinds =
                "daemonsets,deployments,services,configmaps,secrets,serviceaccounts,roles,rolebindings,persistentvolumeclaims,clusterroles,clusterrolebindings";
        String found = east.api()
                .kubectl(
                        "--namespace=hanse",
                        "get",
                        kinds,
                        "--selector=app.kubernetes.io/name=" + chart,
                        "--output=name")
                .orFail()
                .output();
        return Stream.of(found.split("\n")).filter(each -> !each.isBlank()).toList();
    }
}
