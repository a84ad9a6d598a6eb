// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The two clusters of a bed in one cluster set: the control plane is a pod of east's, and each node that takes pods has a gateway as a pod.
 *
 * @param bed where they run
 */
public record PodFederation(NodeBed bed) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String CONTROL_PLANE = "deployment/hanse-control-plane";
    private static final Path SHIPPED = Distribution.repository().resolve("deploy/kubernetes");

    /** Installs everything, and has the DNS of both clusters ask the gateways; returns when all pods are ready. */
    public static PodFederation install(NodeBed bed) {
        PodFederation federation = new PodFederation(bed);
        AtOnce.run(bed.both().stream()
                .<Runnable>map(each -> () -> applyShipped(each.kubectl()))
                .toList());
        federation.startControlPlane();
        AtOnce.run(bed.both().stream()
                .<Runnable>map(each -> () -> federation.startGateways(each))
                .toList());
        return federation;
    }

    private static void applyShipped(Kubectl kubectl) {
        kubectl.apply(SHIPPED.resolve("crds.yaml"));
        kubectl.apply(SHIPPED.resolve("role.yaml"));
    }

    private void startControlPlane() {
        NodeCluster east = bed.east();
        east.kubectl()
                .apply(NodeCluster.resource("control-plane.yaml")
                        .replace("ADVERTISE", east.plan().node(1)));
        east.kubectl().awaitRollout("hanse", CONTROL_PLANE, LIMIT);
    }

    /** One after the other, since a token for one more gateway is for a cluster that is a member. */
    private void startGateways(NodeCluster cluster) {
        Kubectl kubectl = cluster.kubectl();
        kubectl.apply(gateways(cluster.plan()));
        int ready = 0;
        for (ClusterNode node : cluster.workers()) {
            storeToken(cluster, node, ready > 0 ? List.of("--additional-gateway") : List.of());
            kubectl.run("label", "node", node.name(), "hanse.dev/gateway=true").orFail();
            kubectl.await("hanse", "daemonset/hanse-gateway", "jsonpath={.status.numberReady}=" + ++ready, LIMIT);
        }
        askGateways(cluster);
    }

    private void storeToken(NodeCluster cluster, ClusterNode node, List<String> options) {
        List<String> verb =
                new ArrayList<>(List.of("token", "create", cluster.plan().name()));
        verb.addAll(options);
        // What is said about it beside it comes by the same way.
        String token = operator(verb.toArray(String[]::new))
                .lines()
                .filter(each -> each.startsWith("hanse1."))
                .findFirst()
                .orElseThrow();
        cluster.kubectl().apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: hanse-join-tokens, namespace: hanse}
                stringData: {%s: %s}
                """.formatted(node.name(), token));
    }

    private static String gateways(ClusterPlan plan) {
        String pods = plan.pods().stream().map(each -> '"' + each + '"').collect(Collectors.joining(", "));
        return NodeCluster.resource("gateway.yaml")
                .replace("CLUSTER", plan.name())
                .replace("[PODS]", "[" + pods + "]");
    }

    /** Has the cluster's CoreDNS forward the zone to the gateways. */
    private static void askGateways(NodeCluster cluster) {
        TestHost host = cluster.nodes().getFirst().node().host();
        String gateways =
                cluster.workers().stream().map(each -> each.address() + ":5353").collect(Collectors.joining(","));
        host.hanse(
                        "dns-config",
                        "coredns",
                        "--apply",
                        "--gateway",
                        gateways,
                        "--kubeconfig",
                        cluster.kubectl().kubeconfig().toString())
                .orFail();
    }

    /** What an operator's verb prints, in the pod of the control plane. */
    public String operator(String... verb) {
        String[] command = new String[verb.length + 1];
        command[0] = "hanse";
        System.arraycopy(verb, 0, command, 1, verb.length);
        return bed.east()
                .kubectl()
                .exec("hanse", CONTROL_PLANE, command)
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
