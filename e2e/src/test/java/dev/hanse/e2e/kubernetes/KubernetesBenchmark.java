// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code make bench-kubernetes} runs, on a machine without other load: how long real gateways take to bring exports into a real API server, beside a client that only makes the same
 * objects; how long one change of readiness takes; how soon all slices of a cluster out of reach say so; and the gateway's memory beside many Services that are not its business. Results go
 * to standard output.
 */
final class KubernetesBenchmark {

    private static final Duration LIMIT = ManyExports.LIMIT;
    private static final int ROUNDS = Integer.getInteger("hanse.bench.rounds", 3);
    private static final int CHANGES = Integer.getInteger("hanse.bench.changes", 1_000);
    private static final int UNREACHABLE = 200;

    /** After which what was needed to get there has gone. */
    private static final Duration QUIET = Duration.ofSeconds(65);

    private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices";

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void exportsBecomeVisible() throws IOException, InterruptedException {
        WestGateways west = new WestGateways(lab);
        ApiClient admin = west.api().admin();
        WrittenObjects written = new WrittenObjects(admin);
        ManyExports many = new ManyExports(west);
        many.makeOthers();
        WestGateways.Member gateway = west.gateway().start();
        eventually("it writes", LIMIT, () -> assertThat(written.holder()).isNotEmpty());
        many.printMemory(0, "at the start", gateway);
        List<Long> ours = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String namespace = "ours" + round;
            ours.add(many.export(namespace));
            many.printMemory(ManyExports.EXPORTS, "at once", gateway);
            Thread.sleep(QUIET);
            many.printMemory(ManyExports.EXPORTS, "a minute later", gateway);
            CopiedObjects copies = new CopiedObjects(written, namespace);
            assertThat(copies.size()).isEqualTo(ManyExports.EXPORTS);
            many.clear(namespace);
            bare.add(bare(many, copies, "bare" + round));
        }
        System.out.printf(
                "kubernetes: %d exports of %d endpoints until visible: gateways %s ms, a bare client %s ms; ratio of medians %.2f%n",
                ManyExports.EXPORTS, ManyExports.ENDPOINTS, ours, bare, (double) median(ours) / median(bare));
        becomesUnreachable(west, gateway);
    }

    @Test
    void readinessFollows() throws IOException, InterruptedException {
        TwoClusters clusters = TwoClusters.start(lab);
        clusters.namespace("shop");
        ClusterSide east = clusters.east();
        east.service("shop", "web", "{ports: [{name: http, port: 80}]}");
        east.endpoints("shop", "web", "[{name: http, port: 80}]", 1, 2);
        east.export("shop", "web");
        clusters.west().awaitImport("shop", "web");
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            micros.add(change(clusters, i % 2 == 1));
        }
        System.out.printf(
                "kubernetes: %d changes of readiness, from the request in one cluster to the slice in the other: p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                CHANGES, millis(micros, 50), millis(micros, 99), millis(micros, 100));
    }

    private static long change(TwoClusters clusters, boolean ready) throws IOException, InterruptedException {
        String path = SLICES.formatted("shop");
        ClusterSide east = clusters.east();
        String endpoints =
                "[{\"addresses\": [\"%s\"], \"conditions\": {\"ready\": %b}}]".formatted(east.address(1), ready);
        try (WatchedChanges seen = clusters.west()
                .api()
                .admin()
                .watch(path + "?watch=true", slice -> isReady(slice, east.address(1), ready))) {
            long begun = System.nanoTime();
            east.api()
                    .admin()
                    .call(
                            "PATCH",
                            path + "/web-ipv4",
                            "application/merge-patch+json",
                            "{\"endpoints\": " + endpoints + "}")
                    .orFail();
            seen.await(1, LIMIT);
            return (System.nanoTime() - begun) / 1_000;
        }
    }

    private static boolean isReady(JsonObject slice, String address, boolean ready) {
        return McsCluster.objects(slice.getJsonArray("endpoints"))
                .anyMatch(each -> each.getJsonArray("addresses").getString(0).equals(address)
                        && each.getJsonObject("conditions").getBoolean("ready") == ready);
    }

    private static long bare(ManyExports many, CopiedObjects copies, String namespace)
            throws IOException, InterruptedException {
        ApiClient admin = many.west().api().admin();
        long taken = many.copy(copies, namespace);
        String path = "/api/v1/namespaces/" + namespace;
        admin.call("DELETE", path, "", "").orFail();
        eventually(
                namespace + " has gone",
                LIMIT,
                () -> assertThat(admin.call("GET", path, "", "").status()).isEqualTo(404));
        return taken;
    }

    /** From the last packet to the last slice that says so. */
    private static void becomesUnreachable(WestGateways west, WestGateways.Member gateway)
            throws IOException, InterruptedException {
        ApiClient admin = west.api().admin();
        ManyExports.namespace(admin, "far");
        for (int i = 0; i < UNREACHABLE; i++) {
            west.exports().put("far/s" + i, "10.1.200." + i);
            // With endpoints nowhere else they would stay: whoever reaches nobody is told the last that was known.
            west.northExports().put("far/s" + i, "10.3.200." + i);
        }
        west.exports().write();
        west.northExports().write();
        WrittenObjects written = new WrittenObjects(admin);
        eventually(
                "all is reached",
                LIMIT,
                () -> assertThat(written.endpoints("far"))
                        .hasSize(2 * UNREACHABLE)
                        .allMatch(each -> each.endsWith(" true true")));
        try (WatchedChanges slices = ManyExports.watch(admin, SLICES, "far", each -> !ready(each))) {
            long begun = System.nanoTime();
            gateway.cutTunnel();
            slices.await(UNREACHABLE, LIMIT);
            System.out.printf(
                    "kubernetes: %d services of a cluster out of reach: all slices say so %d ms after the last packet%n",
                    UNREACHABLE, (System.nanoTime() - begun) / 1_000_000);
        }
        gateway.heal();
    }

    private static boolean ready(JsonObject slice) {
        return slice.getJsonArray("endpoints")
                .getJsonObject(0)
                .getJsonObject("conditions")
                .getBoolean("ready");
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double millis(List<Long> micros, int percent) {
        List<Long> sorted = micros.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e3;
    }
}
