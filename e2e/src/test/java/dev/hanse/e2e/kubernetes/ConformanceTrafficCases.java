// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.e2e.kubernetes.ConformanceCases.spec;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;

/** Cases 19 to 24: where a client's packets go. */
interface ConformanceTrafficCases extends ConformanceCases {

    /** The suite looks ten times in a row. */
    int TRIES = 10;

    @Row(number = 19, level = "required", title = "what is not exported cannot be reached", standsIn = Row.PROXY)
    default void row19WhatIsNotExportedCannotBeReached() {
        String namespace = hello(19);
        for (CaseCluster each : both()) {
            assertThat(each.reached(namespace, 42, 2 * TRIES)).containsExactly(CaseCluster.NOTHING);
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
        two().hello(namespace, spec(PORTS), TARGETS);
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
                spec(
                        "[{name: tcp-two, port: 4242, targetPort: 42, protocol: TCP}, {name: udp-two, port: 4242, targetPort: 42, protocol: UDP}]"),
                "[{name: tcp-two, port: 42, protocol: TCP}, {name: udp-two, port: 42, protocol: UDP}]");
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
        for (CaseCluster each : both()) {
            eventually(
                    "slices in " + each.cluster(),
                    McsCluster.LIMIT,
                    () -> assertThat(each.slices(namespace, "hello"))
                            .isNotEmpty()
                            .allSatisfy(slice -> assertThat(slice.getJsonObject("metadata")
                                            .getJsonObject("labels")
                                            .getMap())
                                    .containsEntry("multicluster.kubernetes.io/service-name", "hello")
                                    .containsEntry("multicluster.kubernetes.io/source-cluster", one().cluster())
                                    .hasEntrySatisfying(
                                            "endpointslice.kubernetes.io/managed-by",
                                            by -> assertThat(by).isNotEqualTo("endpointslice-controller.k8s.io"))));
        }
        one().unexport(namespace, "hello");
        for (CaseCluster each : both()) {
            eventually(
                    "no slices in " + each.cluster(),
                    McsCluster.LIMIT,
                    () -> assertThat(each.slices(namespace, "hello")).isEmpty());
        }
    }

    /** From each cluster the port leads to the pod of one of them, in both families. */
    private void awaitReached(String namespace, int port, CaseCluster to) {
        Set<String> expected = backends(to, namespace);
        both().forEach(each -> awaitReached(each, namespace, port, TRIES, expected));
    }

    /** Waits until clients of {@code hello} get to these addresses, and to no other, as often as they try. */
    static void awaitReached(CaseCluster from, String namespace, int port, int tries, Set<String> expected) {
        eventually(
                "port " + port + " of " + namespace + " in " + from.cluster(),
                McsCluster.LIMIT,
                () -> assertThat(from.reached(namespace, port, tries)).isEqualTo(expected));
        assertThat(from.reached(namespace, port, tries))
                .as("it stays so in " + from.cluster())
                .isEqualTo(expected);
    }

    /** Addresses of both families of the endpoints of {@code hello} in a cluster. */
    static Set<String> backends(CaseCluster cluster, String namespace) {
        Set<String> all = new TreeSet<>(cluster.backends(namespace, false));
        all.addAll(cluster.backends(namespace, true));
        return all;
    }
}
