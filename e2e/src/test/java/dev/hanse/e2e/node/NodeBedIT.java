// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects the bed itself: nodes, pods, Services and names of a cluster work before anything of Hanse is there, and nothing outlives them. {@link NodePathIT} has two. */
final class NodeBedIT {
    /** As other tests do not have it. */
    private static final NodeSettings SETTINGS = new NodeSettings(NodeSettings.ProxyMode.IPTABLES, true);

    private static final String URL = "http://web.shop.svc.cluster.local:8080/";

    @Test
    void aClusterWorksAndLeavesNothing() {
        long begun = System.nanoTime();
        List<String> containers;
        try (TestLab lab = new TestLab();
                NodeBed bed = NodeBed.startEast(lab, SETTINGS)) {
            System.out.println("the cluster is ready after " + Duration.ofNanos(System.nanoTime() - begun));
            install(bed.east());
            servesByName(bed.east());
            bed.east().workers().forEach(NodeBedIT::hasTheRules);
            bed.east().workers().forEach(ClusterNode::restartRuntime);
            bed.east().workers().forEach(ClusterNode::restartKubelet);
            servesByName(bed.east());
            assertThat(leftBehind())
                    .as("what is looked for is there while they run")
                    .hasSizeGreaterThan(6);
            containers = bed.east().nodes().stream()
                    .flatMap(each -> each.node().containers().stream())
                    .toList();
            assertThat(containers).as("one on each node at least").hasSizeGreaterThanOrEqualTo(NodeCluster.SIZE);
            assertThat(groups()).containsAll(containers);
        }
        assertThat(leftBehind()).isEmpty();
        // Other labs may run: the group of all containers, and theirs, go with the last of them (ContainerGroupsTest).
        assertThat(groups()).as("no group of their containers is left").doesNotContainAnyElementsOf(containers);
    }

    private static void install(NodeCluster cluster) {
        cluster.kubectl().apply(NodeCluster.resource("web.yaml"));
        cluster.kubectl().apply(NodeCluster.resource("client.yaml"));
        cluster.kubectl().awaitRollout("shop", "deployment/web", Duration.ofMinutes(1));
        cluster.kubectl().awaitRollout("shop", "daemonset/client", Duration.ofMinutes(1));
    }

    private static void hasTheRules(ClusterNode node) {
        String rules =
                node.node().host().run("iptables", "-t", "nat", "-S").orFail().output();
        assertThat(rules).as("kube-proxy by iptables").contains("-j KUBE-SERVICES");
        assertThat(rules)
                .as("a pod is masqueraded by the CNI")
                .containsPattern("-A POSTROUTING -s 10\\.10\\.\\d+\\.\\d+/32 .*-j CNI-[0-9a-f]+");
    }

    private static void servesByName(NodeCluster cluster) {
        for (String family : List.of("-4", "-6")) {
            eventually(
                    "the page of " + cluster.plan().name() + " by IP" + family,
                    Eventually.LIMIT,
                    () -> assertThat(cluster.kubectl()
                                    .exec("shop", "daemonset/client", "curl", family, "-sf", URL)
                                    .orFail()
                                    .output())
                            .contains("web-"));
        }
    }

    /** Control groups of containers, by their ids. */
    private static List<String> groups() {
        return Stream.concat(Stream.of(Path.of("/sys/fs/cgroup")), below(Path.of("/sys/fs/cgroup")).stream())
                .flatMap(each -> below(each.resolve("k8s.io")).stream())
                .filter(Files::isDirectory)
                .map(each -> each.getFileName().toString())
                .toList();
    }

    /** Namespaces and processes of this JVM. */
    private static List<String> leftBehind() {
        String ours = "e2e-" + ProcessHandle.current().pid() + "-";
        Stream<Path> namespaces = below(Path.of("/run/netns")).stream();
        Stream<String> named = namespaces
                .filter(each -> each.getFileName().toString().startsWith(ours))
                .map(Path::toString);
        return Stream.concat(named, ProcessHandle.current().descendants().map(ProcessHandle::toString))
                .toList();
    }

    /** Nothing where there is no such folder, any more: groups of others come and go meanwhile. */
    private static List<Path> below(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }
}
