// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.JoinToken;
import dev.hanse.e2e.chart.Helm;
import dev.hanse.e2e.host.AtOnce;
import dev.hanse.e2e.host.TestHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The two clusters of a bed in one cluster set, installed by the charts: the control plane is a pod of east's, each cluster has two gateways, and {@code hanse node} runs on all nodes.
 *
 * @param bed where they run
 * @param values for all charts
 */
public record PodFederation(NodeBed bed, String values) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String CONTROL_PLANE = "deployment/hanse-control-plane";

    private static final String IMAGE = "image: {repository: localhost/hanse, tag: e2e, pullPolicy: Never}\n";

    /** As the other tests: nothing lives long enough to gain from the better compiler. */
    private static final String SHORT_LIVED = "javaOptions: -XX:TieredStopAtLevel=1\n";

    /** As people run it, and with a share of the processors, beside busy pods, that those who are measured do not starve. */
    private static final String MEASURED = "resources: {requests: {cpu: 500m}}\n";

    /** The control plane stores on the first node, which no test kills. */
    private static final String VOLUME = """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: control-plane}
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteOnce]
              claimRef: {namespace: hanse, name: hanse-control-plane}
              local: {path: /var/lib/control-plane}
              nodeAffinity:
                required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [NODE]}]}]}
            """;

    /** Installs everything, and has the DNS of both clusters ask the gateways; returns when all pods are ready. */
    public static PodFederation install(NodeBed bed) {
        return install(new PodFederation(bed, IMAGE + SHORT_LIVED));
    }

    /** The same with both compilers, as people run it. */
    static PodFederation installToMeasure(NodeBed bed) {
        return install(new PodFederation(bed, IMAGE + MEASURED));
    }

    private static PodFederation install(PodFederation federation) {
        federation.startControlPlane();
        AtOnce.run(federation.bed().both().stream()
                .<Runnable>map(each -> () -> federation.startGateway(each))
                .toList());
        return federation;
    }

    private void startControlPlane() {
        NodeCluster east = bed.east();
        ClusterNode first = east.nodes().getFirst();
        first.node().run(LIMIT, "mkdir", "/var/lib/control-plane").orFail();
        east.kubectl().apply(VOLUME.replace("NODE", first.name()));
        install(east, "hanse-control-plane", """
                clusterSet: e2e
                advertise: ["%s:30443"]
                service: {type: NodePort, nodePort: 30443}
                nodeSelector: {node-role.kubernetes.io/control-plane: ""}
                tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}]
                """.formatted(first.address()));
        east.kubectl().awaitRollout("hanse", CONTROL_PLANE, LIMIT);
    }

    private void startGateway(NodeCluster cluster) {
        Kubectl kubectl = cluster.kubectl();
        String name = cluster.plan().name();
        String secrets = host(cluster)
                .hanse(
                        "node",
                        "credentials",
                        "--directory",
                        kubectl.folder().resolve("credentials").toString(),
                        "--secrets",
                        "hanse")
                .orFail()
                .output();
        install(cluster, "hanse-gateway", """
                cluster: %s
                podPrefixes: ["%s"]
                tolerations: [{operator: Exists}]
                nodes: {enabled: true}
                """.formatted(
                        name, String.join("\", \"", cluster.plan().pods())));
        kubectl.apply(secrets.substring(secrets.indexOf("apiVersion")));
        List<ClusterNode> gateways = gateways(cluster);
        join(cluster, gateways.getFirst(), "token", "create", name);
        join(cluster, gateways.getLast(), "token", "create", name, "--additional-gateway");
        kubectl.awaitRollout("hanse", "daemonset/hanse-node", LIMIT);
        askGateways(cluster);
    }

    /** Those of its nodes that are gateways: of east the two that take pods, of west the first and the third, so that a node with pods has none. */
    public static List<ClusterNode> gateways(NodeCluster cluster) {
        List<ClusterNode> nodes = cluster.nodes();
        // The address of east's first node is the control plane's.
        return List.of(nodes.get(cluster.plan().name().equals("east") ? 1 : 0), nodes.getLast());
    }

    private void join(NodeCluster cluster, ClusterNode node, String... token) {
        storeToken(cluster, node, token);
        cluster.kubectl()
                .run("label", "node", node.name(), "hanse.dev/gateway=true")
                .orFail();
        cluster.kubectl().awaitRollout("hanse", "daemonset/hanse-gateway", LIMIT);
    }

    private static TestHost host(NodeCluster cluster) {
        return cluster.nodes().getFirst().node().host();
    }

    private void install(NodeCluster cluster, String chart, String more) {
        Kubectl kubectl = cluster.kubectl();
        kubectl.write(chart + "-values.yaml", values + more);
        helm(
                cluster,
                "upgrade",
                "--install",
                "--create-namespace",
                chart,
                Helm.chart(chart).toString(),
                "--values=" + kubectl.folder().resolve(chart + "-values.yaml"));
    }

    /** Runs Helm for the namespace {@code hanse}. */
    static void helm(NodeCluster cluster, String... words) {
        Kubectl kubectl = cluster.kubectl();
        new Helm(host(cluster), kubectl.kubeconfig(), kubectl.folder().resolve("helm"))
                .run(words)
                .orFail();
    }

    private void storeToken(NodeCluster cluster, ClusterNode node, String... verb) {
        String token = JoinToken.in(operator(verb));
        cluster.kubectl().apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: hanse-join-tokens, namespace: hanse}
                stringData: {%s: %s}
                """.formatted(node.name(), token));
    }

    /** Has the cluster's CoreDNS forward the zone to the gateways. */
    private static void askGateways(NodeCluster cluster) {
        List<String> command = new ArrayList<>(List.of("dns-config", "coredns", "--apply"));
        command.addAll(List.of("--kubeconfig", cluster.kubectl().kubeconfig().toString()));
        gateways(cluster).forEach(each -> command.addAll(List.of("--gateway", each.address() + ":9453")));
        host(cluster).hanse(command.toArray(String[]::new)).orFail();
    }

    /** What an operator's verb prints, in the pod of the control plane. */
    public String operator(String... verb) {
        List<String> command = new ArrayList<>(List.of("hanse"));
        command.addAll(List.of(verb));
        return bed.east()
                .kubectl()
                .exec("hanse", CONTROL_PLANE, command.toArray(String[]::new))
                .orFail()
                .output()
                .strip();
    }

    /** Exports a Service. */
    public static void export(NodeCluster cluster, String namespace, String name) {
        cluster.kubectl().apply("""
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceExport
                metadata: {name: %s, namespace: %s}
                """.formatted(name, namespace));
    }
}
