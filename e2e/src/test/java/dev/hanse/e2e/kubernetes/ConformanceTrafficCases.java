// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ConformanceCases.spec;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** Cases 19 to 24: where a client's packets go. */
interface ConformanceTrafficCases extends ConformanceCases {

    /** The suite looks ten times in a row. */
    int TRIES = 10;

    @Row(number = 19, level = "required", title = "what is not exported cannot be reached", standsIn = Row.PROXY)
    default void row19WhatIsNotExportedCannotBeReached() {
        String namespace = hello(19);
        for (ClusterSide each : clusters().both()) {
            for (int i = 0; i < 2 * TRIES; i++) {
                assertThat(each.digStatus("hello." + namespace + ".svc.clusterset.local"))
                        .isEqualTo("NXDOMAIN");
            }
            assertThat(each.hasImport(namespace, "hello")).isFalse();
            assertThat(each.slices(namespace, "hello")).isEmpty();
        }
    }

    @Row(
            number = 21,
            level = "optional",
            title = "of two clusters with the Service, only the one that exports it is reached",
            standsIn = Row.PROXY)
    default void row21OnlyTheExporterIsReached() {
        String namespace = hello(21);
        hello(two(), namespace, spec(PORTS), TARGETS);
        exportOne(namespace);
        awaitReached(namespace, 42, one());
    }

    @Row(
            number = 22,
            level = "optional",
            title = "one port name with two numbers: the first's number leads to the first alone",
            standsIn = Row.PROXY)
    default void row22OnePortNameWithTwoNumbersLeadsToTheFirst() {
        String namespace = hello(22);
        exportOne(namespace);
        exportTwoWithOtherNumbers(namespace);
        awaitConflict(namespace, "PortConflict");
        awaitReached(namespace, 42, one());
    }

    @Row(
            number = 23,
            level = "optional",
            title = "two port names: each leads to its cluster alone",
            standsIn = Row.PROXY)
    default void row23TwoPortNamesLeadToTheirClusters() {
        String namespace = hello(23);
        exportOne(namespace);
        exportTwo(
                namespace,
                spec("[{name: tcp-two, port: 4242, protocol: TCP}]"),
                "[{name: tcp-two, port: 42, protocol: TCP}]");
        awaitConflict(namespace, "PortConflict");
        awaitReached(namespace, 42, one());
        awaitReached(namespace, 4242, two());
    }

    @Row(
            number = 24,
            level = "optional",
            title = "slices have the standard's labels in each cluster, and go",
            standsIn = Row.SLICES)
    default void row24SlicesHaveLabelsAndGo() {
        String namespace = hello(24);
        exportOne(namespace);
        for (ClusterSide each : clusters().both()) {
            eventually(
                    "slices in " + each.cluster(),
                    ClusterSide.LIMIT,
                    () -> assertThat(each.slices(namespace, "hello"))
                            .isNotEmpty()
                            .allSatisfy(slice -> assertThat(slice.getJsonObject("metadata")
                                            .getJsonObject("labels")
                                            .getMap())
                                    .containsEntry("multicluster.kubernetes.io/service-name", "hello")
                                    .containsEntry("multicluster.kubernetes.io/source-cluster", "east")
                                    .hasEntrySatisfying(
                                            "endpointslice.kubernetes.io/managed-by",
                                            by -> assertThat(by).isNotEqualTo("endpointslice-controller.k8s.io"))));
        }
        one().unexport(namespace, "hello");
        for (ClusterSide each : clusters().both()) {
            eventually(
                    "no slices in " + each.cluster(),
                    ClusterSide.LIMIT,
                    () -> assertThat(each.slices(namespace, "hello")).isEmpty());
        }
    }

    /** From each cluster the port leads to the pod of one of them, in both families. */
    private void awaitReached(String namespace, int port, ClusterSide to) {
        for (ClusterSide each : clusters().both()) {
            awaitReached(each, namespace, port, to.address(10) + ":42", to.address6(10) + ":42");
        }
    }

    private static void awaitReached(ClusterSide side, String namespace, int port, String... expected) {
        eventually(
                "port " + port + " of " + namespace + " in " + side.cluster(),
                ClusterSide.LIMIT,
                () -> assertThat(side.reached(namespace, "hello", "TCP", port)).containsExactlyInAnyOrder(expected));
        for (int i = 0; i < TRIES; i++) {
            assertThat(side.reached(namespace, "hello", "TCP", port)).isEqualTo(Set.of(expected));
        }
    }
}
