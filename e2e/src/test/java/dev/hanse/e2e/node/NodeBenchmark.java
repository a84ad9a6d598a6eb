// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.TestLab;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code make bench-nodes} runs: how much pods carry through the tunnel, beside plain routing between the same nodes. Results go to standard output. */
final class NodeBenchmark {
    private static final int SECONDS = Integer.getInteger("hanse.bench.seconds", 10);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static NodeBed bed;

    @BeforeAll
    static void install() {
        bed = NodeBed.start(LAB, NodeSettings.PLAIN);
        PodFederation.installToMeasure(bed);
        PodShop.open(bed);
    }

    @AfterAll
    static void end() {
        if (bed != null) {
            bed.close();
        }
    }

    /** Between pods of west's second node, which has no gateway, and of east's second one. */
    @Test
    void throughputBesidePlainRouting() throws IOException {
        ClientPod server = ClientPod.on(bed.east().workers().getFirst(), bed.east());
        ClientPod client = ClientPod.on(bed.west().workers().getFirst(), bed.west());
        server.cluster()
                .kubectl()
                .start("iperf3", "-n", "shop", "exec", server.name(), "--", "iperf3", "--server", "--forceflush")
                .awaitLog("listening", LIMIT);
        for (int streams : List.of(1, 4)) {
            measure("tunnel", client, server, streams);
        }
        route(bed.west(), bed.east());
        route(bed.east(), bed.west());
        for (int streams : List.of(1, 4)) {
            measure("plain routing", client, server, streams);
        }
    }

    /** What lies closer than the other cluster's prefix counts before it. */
    private static void route(NodeCluster here, NodeCluster there) {
        here.workers()
                .getFirst()
                .node()
                .host()
                .route(there.plan().pods(2).getFirst(), there.plan().node(2));
    }

    private static void measure(String way, ClientPod client, ClientPod server, int streams) {
        String result = client.cluster()
                .kubectl()
                .run(
                        LIMIT,
                        "-n",
                        "shop",
                        "exec",
                        client.name(),
                        "--",
                        "iperf3",
                        "--json",
                        "--client",
                        server.address(false),
                        "--time",
                        Integer.toString(SECONDS),
                        "--parallel",
                        Integer.toString(streams))
                .orFail()
                .output();
        JsonObject end = new JsonObject(result).getJsonObject("end");
        JsonObject sent = end.getJsonObject("sum_sent");
        System.out.printf(
                "nodes: iperf3 pod to pod, %s, %d stream(s), %d s: %.2f Gbit/s received, %d segments retransmitted of %d MB%n",
                way,
                streams,
                SECONDS,
                end.getJsonObject("sum_received").getDouble("bits_per_second") / 1e9,
                sent.getLong("retransmits"),
                sent.getLong("bytes") / 1_000_000);
    }
}
