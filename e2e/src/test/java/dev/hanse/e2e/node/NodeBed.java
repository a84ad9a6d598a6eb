// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.AtOnce;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two clusters of three real nodes each, on one link: {@code east} and {@code west}. It ends with its lab, and at once where it is closed before.
 *
 * @param link what all nodes are on
 */
public record NodeBed(TestNetwork link, NodeCluster east, NodeCluster west) implements AutoCloseable {

    /** One that runs, all nodes ready, both clusters alike. */
    public static NodeBed start(TestLab lab, NodeSettings settings) {
        return start(lab, settings, settings);
    }

    /** One that runs, all nodes ready. */
    static NodeBed start(TestLab lab, NodeSettings east, NodeSettings west) {
        NodePrograms programs = NodePrograms.find();
        NodeImages images = NodeImages.make(lab);
        return started(
                lab,
                bed -> AtOnce.run(List.of(
                        () -> bed.east().start(programs, images, east),
                        () -> bed.west().start(programs, images, west))));
    }

    /** One whose hosts are all up, and in which Kubernetes runs in the east alone. */
    static NodeBed startEast(TestLab lab, NodeSettings settings) {
        NodePrograms programs = NodePrograms.find();
        NodeImages images = NodeImages.make(lab);
        return started(lab, bed -> bed.east().start(programs, images, settings));
    }

    private static NodeBed started(TestLab lab, Consumer<NodeBed> start) {
        lab.atEnd(MachineSettings.keep()::putBack);
        TestNetwork link = lab.network("link");
        lab.weighContainers();
        NodeBed bed = new NodeBed(
                link,
                NodeCluster.make(lab, link, new ClusterPlan("east", 1)),
                NodeCluster.make(lab, link, new ClusterPlan("west", 2)));
        try {
            start.accept(bed);
            return bed;
        } catch (AssertionError | RuntimeException e) {
            bed.closeAfter(e);
            throw e;
        }
    }

    /** Containers that have begun end with it, though nobody gets it. */
    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (AssertionError | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Both clusters. */
    public List<NodeCluster> both() {
        return List.of(east, west);
    }

    /** All nodes of both. */
    public Stream<ClusterNode> nodes() {
        return both().stream().flatMap(each -> each.nodes().stream());
    }

    /** Ends all containers and nodes, and the control planes, at once; what is left ends with the lab. */
    @Override
    public void close() {
        AtOnce.run(nodes().<Runnable>map(each -> each.node()::kill).toList());
        // API servers that are asked to end wait for who watches them.
        nodes().forEach(each -> each.node().host().killAll());
    }
}
