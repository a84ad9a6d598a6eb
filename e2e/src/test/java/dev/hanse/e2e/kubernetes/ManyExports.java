// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.ProcessMemory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Exports in such a number that a gateway notices, and Services that are not its business. Owner thread: the test's. */
record ManyExports(WestGateways west) {

    static final Duration LIMIT = Duration.ofMinutes(5);

    static final int EXPORTS = Integer.getInteger("hanse.bench.exports", 2_000);
    static final int ENDPOINTS = 10;

    /** As the gateway has it. */
    static final int CONCURRENCY = 8;

    private static final int OTHERS = Integer.getInteger("hanse.bench.services", 10_000);

    private static final String IMPORTS = "/apis/multicluster.x-k8s.io/v1beta1/namespaces/%s/serviceimports";
    private static final String SERVICES = "/api/v1/namespaces/%s/services";
    private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices";

    /** Until the last object is as it should be, in milliseconds. */
    long export(String namespace) throws IOException, InterruptedException {
        ApiClient admin = west.api().admin();
        namespace(admin, namespace);
        for (int i = 0; i < EXPORTS; i++) {
            int first = ENDPOINTS * i;
            west.exports()
                    .put(
                            namespace + "/s" + i,
                            IntStream.range(first, first + ENDPOINTS)
                                    .mapToObj(n -> "10.1." + n / 250 + "." + (1 + n % 250))
                                    .toArray(String[]::new));
        }
        return untilVisible(namespace, () -> west.exports().write());
    }

    /** The same of a client that makes these objects and does nothing else. */
    long copy(CopiedObjects copies, String namespace) throws IOException, InterruptedException {
        namespace(west.api().admin(), namespace);
        return untilVisible(namespace, () -> copies.write(namespace, CONCURRENCY));
    }

    /** How objects come to be. */
    private interface Writing {
        void begin() throws InterruptedException;
    }

    /** Whoever writes: the watches that say when it is done cost processor time as well. */
    private long untilVisible(String namespace, Writing writing) throws IOException, InterruptedException {
        ApiClient admin = west.api().admin();
        west.api().awaitControllersIdle(LIMIT);
        try (WatchedChanges imports = watch(admin, IMPORTS, namespace, ManyExports::isReady);
                WatchedChanges services = watch(admin, SERVICES, namespace, _ -> true);
                WatchedChanges slices = watch(
                        admin,
                        SLICES,
                        namespace,
                        each -> each.getJsonArray("endpoints").size() == ENDPOINTS)) {
            long begun = System.nanoTime();
            writing.begin();
            imports.await(EXPORTS, LIMIT);
            services.await(EXPORTS, LIMIT);
            slices.await(EXPORTS, LIMIT);
            return (System.nanoTime() - begun) / 1_000_000;
        }
    }

    static WatchedChanges watch(ApiClient admin, String path, String namespace, Predicate<JsonObject> wanted) {
        return admin.watch(path.formatted(namespace) + "?watch=true", wanted);
    }

    /** With its addresses, and a status that says so. */
    private static boolean isReady(JsonObject imported) {
        JsonObject status = imported.getJsonObject("status", new JsonObject());
        return imported.getJsonObject("spec").containsKey("ips")
                && McsCluster.objects(status.getJsonArray("conditions"))
                        .anyMatch(each -> each.getString("type").equals("Ready")
                                && each.getString("status").equals("True"));
    }

    /** Ends all exports, until nothing is left of them. */
    void clear(String namespace) {
        WrittenObjects written = new WrittenObjects(west.api().admin());
        west.exports().clear().write();
        eventually(
                "all has gone",
                LIMIT,
                () -> assertThat(written.versions(namespace)).isEmpty());
    }

    /** Services that nobody exports, each with a slice of the cluster's own. Without addresses, which only the API server has to work for. */
    void makeOthers() throws IOException, InterruptedException {
        ApiClient admin = west.api().admin();
        namespace(admin, "others");
        String spec = """
                {"metadata": {"name": "s%d", "labels": {"app": "s%d"}}, "spec": {"clusterIP": "None", "selector": {"app": "s%d"}, "ports": [{"name": "http", "port": 80}]}}
                """;
        try (WatchedChanges slices = watch(admin, SLICES, "others", _ -> true)) {
            try (ExecutorService threads = Executors.newFixedThreadPool(2 * CONCURRENCY)) {
                for (int i = 0; i < OTHERS; i++) {
                    String service = spec.formatted(i, i, i);
                    threads.execute(() -> admin.call("POST", SERVICES.formatted("others"), "application/json", service)
                            .orFail());
                }
            }
            slices.await(OTHERS, LIMIT);
        }
        assertThat(admin.get(SERVICES.formatted("others")).getJsonArray("items"))
                .hasSize(OTHERS);
    }

    static void namespace(ApiClient admin, String name) {
        admin.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
    }

    void printMemory(int imports, String when, WestGateways.Member gateway) throws IOException {
        ProcessMemory memory = gateway.process().memory();
        System.out.printf(
                "kubernetes: %d imports of %d endpoints beside %d Services of others, %s: resident %d MiB, of these %d not of files; at most so far %d MiB%n",
                imports, ENDPOINTS, OTHERS, when, memory.resident() >> 20, memory.own() >> 20, memory.most() >> 20);
    }
}
