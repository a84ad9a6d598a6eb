// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.write.NodeEvents;
import dev.hanse.discovery.kubernetes.write.NodeFinding;
import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects who looks at a node for what is wrong with it: it stands there as an Event, and who says so may do nothing else. */
final class NodeEventsIT {

    private static final String NODES = "system:serviceaccount:hanse:hanse-node";
    private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/default/events";

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static final List<NodeFinding> STRICT = List.of(new NodeFinding(
            "REVERSE_PATH_STRICT", "rp_filter of eth0 is 1", "sysctl -w net.ipv4.conf.eth0.rp_filter=2"));

    private static KubernetesApi api;

    /** With what somebody installs who has no Helm. */
    @BeforeAll
    static void start() throws IOException {
        api = KubernetesApi.start(LAB, "east");
        String printed = api.host()
                .hanse(
                        "install",
                        "--print",
                        "--set",
                        "cluster=east",
                        "--set",
                        "podPrefixes={10.1.0.0/16}",
                        "--set",
                        "nodes.enabled=true")
                .orFail()
                .output();
        Path objects = Files.writeString(LAB.folder("printed").resolve("objects.yaml"), printed);
        api.kubectl("apply", "--server-side", "--force-conflicts", "--filename=" + objects)
                .orFail();
    }

    private static List<JsonObject> events(String node) {
        return McsCluster.objects(api.admin().get(EVENTS).getJsonArray("items"))
                .filter(each ->
                        each.getJsonObject("regarding").getString("name").equals(node))
                .toList();
    }

    private static Path kubeconfigOfNodes() throws IOException {
        Path token = LAB.folder("token").resolve("token");
        Files.writeString(
                token,
                api.kubectl("--namespace=hanse", "create", "token", "hanse-node")
                        .orFail()
                        .output()
                        .strip());
        return api.files().kubeconfig("hanse-node", api.address().toString(), token);
    }

    @Test
    void ofNodesWithTheRoleOfTheChart() throws IOException {
        KubernetesConfig config = new KubernetesConfig(Optional.of(kubeconfigOfNodes()), false, "hanse");
        try (NodeEvents first = NodeEvents.of(config, "node-1", "node.hanse.dev", "node-1");
                NodeEvents restarted = NodeEvents.of(config, "node-1", "node.hanse.dev", "node-1")) {
            eventually("it is an Event", ClusterSide.LIMIT, () -> {
                first.tell(STRICT);
                assertThat(events("node-1")).hasSize(1);
            });
            restarted.tell(STRICT);
            eventually(
                    "it is told again",
                    ClusterSide.LIMIT,
                    () -> assertThat(api.audit())
                            .filteredOn(each -> each.user().equals(NODES))
                            .extracting(AuditEvent::status)
                            .containsExactly(201, 409));
        }
        assertThat(events("node-1")).singleElement().satisfies(each -> {
            assertThat(each.getString("reason")).isEqualTo("ReversePathStrict");
            assertThat(each.getString("note")).contains("rp_filter of eth0 is 1", "sysctl -w");
            assertThat(each.getString("reportingController")).isEqualTo("node.hanse.dev");
        });
        assertThat(api.kubectl("auth", "can-i", "--list", "--as=" + NODES, "--namespace=default")
                        .orFail()
                        .output()
                        .lines()
                        .filter(line -> !line.contains("selfsubject") && !line.contains("/") && line.contains("[]"))
                        .filter(line -> !line.endsWith("[get list watch]"))
                        .map(line -> line.replaceAll(" +", " ")))
                .as("beside what every account may read")
                .containsExactly("events.events.k8s.io [] [] [create]");
    }

    @Test
    void ofAGatewaysNodeWithTheShippedRole() throws IOException {
        api.admin().apply("{apiVersion: v1, kind: Node, metadata: {name: gw.example}}");
        Federation federation = Federation.start(LAB);
        api.host().attach(federation.network(), "192.0.2.3/24");
        GatewayFolder.write(LAB, api.host(), "gateway", "east", "10.1.0.0/16", """
                        tunnel: {listen: "0.0.0.0:51820", advertise: ["192.0.2.3:51820"]}
                        sources: {kubernetes: {kubeconfig: "%s", write-imports: true, node: gw.example}}
                        """.formatted(api.hanseKubeconfig()))
                .withToken(federation.token("east"))
                .startReady();
        api.host().sysctl("net.ipv4.ip_forward", "0");
        eventually(
                "the node's Events say it",
                ClusterSide.LIMIT,
                () -> assertThat(events("gw.example"))
                        .anySatisfy(each -> assertThat(each.getString("reason")).isEqualTo("ForwardingOff")));
        assertThat(api.kubectl("describe", "node", "gw.example").orFail().output())
                .as("where people look")
                .contains("ForwardingOff", "sysctl -w net.ipv4.ip_forward=1");
        assertThat(api.forbidden()).isEmpty();
    }
}
