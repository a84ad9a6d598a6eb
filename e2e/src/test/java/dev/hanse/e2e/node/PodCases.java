// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hanse.e2e.host.AtOnce;
import dev.hanse.e2e.kubernetes.ConformanceRun;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The cases of the conformance suite between pods of the two clusters of a bed, asked by the clients of a shop. */
record PodCases(PodShop shop) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Begins them, and has nothing of theirs left after the last test. */
    Stream<DynamicTest> tests() {
        return Stream.concat(
                new ConformanceRun(
                                cluster(shop.bed().east()), cluster(shop.bed().west()))
                        .tests(ConformanceRun.Place.WITH_PODS),
                Stream.of(dynamicTest("nothing of theirs stays", this::end)));
    }

    private PodCluster cluster(NodeCluster nodes) {
        return new PodCluster(nodes, shop.clients(nodes).toList());
    }

    private void end() {
        AtOnce.run(shop.bed().both().stream()
                .<Runnable>map(each -> () -> each.kubectl()
                        .run(LIMIT, "delete", "namespaces", "-l", "of=conformance", "--wait")
                        .orFail())
                .toList());
    }
}
