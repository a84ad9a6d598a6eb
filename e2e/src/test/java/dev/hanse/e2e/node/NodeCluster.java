// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.AtOnce;
import dev.hanse.e2e.host.PortIntoHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.kubernetes.ApiClient;
import dev.hanse.e2e.kubernetes.BedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A Kubernetes cluster of three nodes, the first of which has the control plane and takes no pods but those that tolerate it. */
public final class NodeCluster {
    /** How many nodes. */
    public static final int SIZE = 3;

    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private final ClusterPlan plan;
    private final List<ClusterNode> nodes;
    private final BedFiles files;
    private final Kubectl kubectl;
    private final ApiClient api;

    private NodeCluster(ClusterPlan plan, List<ClusterNode> nodes, BedFiles files, Kubectl kubectl, ApiClient api) {
        this.plan = plan;
        this.nodes = nodes;
        this.files = files;
        this.kubectl = kubectl;
        this.api = api;
    }

    /** One whose hosts are up and where nothing of Kubernetes runs. */
    static NodeCluster make(TestLab lab, TestNetwork link, ClusterPlan plan) {
        List<ClusterNode> nodes = IntStream.rangeClosed(1, SIZE)
                .mapToObj(each -> ClusterNode.make(lab, link, plan, each))
                .toList();
        nodes.forEach(each -> each.route(SIZE));
        BedFiles files = files(lab, plan, nodes);
        lab.atEnd(() -> TestLab.deleteTree(files.path("etcd")));
        Kubectl kubectl = new Kubectl(
                nodes.getFirst().node().host(), files.path("admin.kubeconfig"), lab.folder(plan.name() + "-applied"));
        PortIntoHost port = new PortIntoHost(nodes.getFirst().node().host(), ClusterPlan.API_PORT);
        lab.atEnd(port::close);
        ApiClient api = files.administrator(URI.create("https://127.0.0.1:" + port.port()));
        return new NodeCluster(plan, nodes, files, kubectl, api);
    }

    private static BedFiles files(TestLab lab, ClusterPlan plan, List<ClusterNode> nodes) {
        try {
            BedFiles files = new BedFiles(
                    lab.folder(plan.name()).toAbsolutePath(),
                    plan.server(),
                    plan.node(1),
                    plan.node6(1),
                    plan.apiService());
            files.user("scheduler", plan.server(), "CN=system:kube-scheduler");
            files.user("proxy", plan.server(), "CN=system:kube-proxy");
            for (ClusterNode node : nodes) {
                files.user(node.name(), plan.server(), "O=system:nodes,CN=system:node:" + node.name());
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when all nodes are ready and names resolve. */
    void start(NodePrograms programs, NodeImages images, NodeSettings settings) {
        Stream<Runnable> runtimes = nodes.stream().map(each -> () -> each.startRuntime(programs, images, settings));
        Runnable control = () -> {
            new ControlPrograms(nodes.getFirst().node().host(), plan, files).start(kubectl);
            kubectl.apply(nodes.stream().map(ClusterNode::manifest).collect(Collectors.joining()));
            kubectl.apply(resource("coredns.yaml").replace("DNS_ADDRESS", plan.dnsService()));
        };
        AtOnce.run(Stream.concat(Stream.of(control), runtimes).toList());
        AtOnce.run(nodes.stream()
                .<Runnable>map(each -> () -> each.join(files, settings))
                .toList());
        nodes.forEach(each -> kubectl.await("default", "node/" + each.name(), "condition=Ready", READY_LIMIT));
        kubectl.awaitRollout("kube-system", "deployment/coredns", READY_LIMIT);
    }

    /** Its addresses. */
    public ClusterPlan plan() {
        return plan;
    }

    /** Its administrator. */
    public Kubectl kubectl() {
        return kubectl;
    }

    /** The same, without a process for each request. */
    ApiClient api() {
        return api;
    }

    /** All of them, that of the control plane first. */
    public List<ClusterNode> nodes() {
        return nodes;
    }

    /** Those that take pods. */
    public List<ClusterNode> workers() {
        return nodes.subList(1, nodes.size());
    }

    /** A file of {@code e2e/src/test/resources/nodes}. */
    public static String resource(String name) {
        try (InputStream stream =
                Objects.requireNonNull(NodeCluster.class.getResourceAsStream("/nodes/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
