// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What all groups of cases need: two clusters, and the Service of the suite. */
interface ConformanceCases {

    /** The suite's Service and its container listen on 42. */
    String PORTS =
            "[{name: tcp, port: 42, protocol: TCP, appProtocol: kubernetes.io/h2c}, {name: udp, port: 42, protocol: UDP}]";

    /** As slices have them. */
    String TARGETS = "[{name: tcp, port: 42, protocol: TCP}, {name: udp, port: 42, protocol: UDP}]";

    /** How long the suite watches that something stays. */
    long STAYS_SECONDS = 5;

    /** The one from which the suite exports first. */
    CaseCluster one();

    /** The other one. */
    CaseCluster two();

    /** Both, in their order. */
    default List<CaseCluster> both() {
        return List.of(one(), two());
    }

    /** The name of the namespace of a case. */
    static String namespaceOf(int row) {
        return "row-" + row;
    }

    /** Makes the namespace of a case in both. */
    default String namespace(int row) {
        String name = namespaceOf(row);
        both().forEach(each -> each.admin()
                .apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + ", labels: {of: conformance}}}"));
        return name;
    }

    /** The suite's Service, with these ports. */
    static String spec(String ports) {
        return "{ipFamilyPolicy: PreferDualStack, sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 10}}, "
                + "internalTrafficPolicy: Cluster, trafficDistribution: PreferClose, ports: " + ports + "}";
    }

    /** The same without an address. */
    static String headless(String ports) {
        return "{clusterIP: None, ipFamilyPolicy: PreferDualStack, ports: " + ports + "}";
    }

    /** Makes the namespace of a case in both clusters, and {@code hello} in the first, with an endpoint; it is not exported. */
    default String hello(int row) {
        String namespace = namespace(row);
        one().hello(namespace, spec(PORTS), TARGETS);
        return namespace;
    }

    /** Exports {@code hello} of the first cluster, and waits until it is imported in both. */
    default void exportOne(String namespace, String exportSpec) {
        one().export(namespace, "hello", exportSpec);
        both().forEach(each -> each.awaitImport(namespace, "hello"));
    }

    /** Exports it with nothing but its name. */
    default void exportOne(String namespace) {
        exportOne(namespace, "{}");
    }

    /** Exports the one of the second cluster, behind that of the first. */
    default void exportTwo(String namespace, String spec, String targets) {
        two().hello(namespace, spec, targets);
        two().export(namespace, "hello");
    }

    /** Exports the one of the second cluster under the first one's port names, with other numbers. */
    default void exportTwoWithOtherNumbers(String namespace) {
        exportTwo(
                namespace,
                spec(
                        "[{name: tcp, port: 4242, targetPort: 42, protocol: TCP, appProtocol: kubernetes.io/h2c}, {name: udp, port: 4242, targetPort: 42, protocol: UDP}]"),
                TARGETS);
    }

    /** Waits until the import in each cluster is so. */
    default void awaitImports(String namespace, Consumer<JsonObject> check) {
        both().forEach(each -> each.awaitImport(namespace, "hello", check));
    }

    /** Waits until the export in each cluster says so. */
    default void awaitConflict(String namespace, String reason) {
        both().forEach(each -> each.awaitCondition(namespace, "hello", "Conflict", "True " + reason));
    }

    /** Ends the export of the first cluster, and waits until nobody imports it. */
    default void unexportAndAwaitNoImport(String namespace) {
        one().unexport(namespace, "hello");
        both().forEach(each -> each.awaitNoImport(namespace, "hello"));
    }

    /** Repeats a check for as long as the suite does. */
    static void stays(Runnable check) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STAYS_SECONDS);
        while (System.nanoTime() - end < 0) {
            check.run();
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }
}
