// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code make bench-gateway} runs: how long a gateway takes from the start of its process to the first answer to a pod through the tunnel, after it was killed. With
 * the cache of classes where deploy/launcher/train has made one. Medians go to standard output.
 */
class GatewayStartBenchmark {

    private static final int ROUNDS = Integer.getInteger("hanse.bench.rounds", 5);
    private static final String GATEWAY = "gateway --config";

    @TempDir
    private Path parent;

    @Test
    void startsToTheFirstForwardedPacket() throws IOException {
        try (KeptDemo demo = KeptDemo.start(parent.resolve("demo"))) {
            demo.awaitHealthy();
            List<Duration> starts = new ArrayList<>();
            List<Long> resident = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                demo.kill("west-gateway", GATEWAY);
                starts.add(start(demo));
                demo.awaitHealthy();
                resident.add(demo.residentKib("west-gateway", GATEWAY));
            }
            System.out.printf(
                    "gateway, median of %d: start to first forwarded packet %d ms, resident memory %d MiB, cache of classes: %s%n",
                    ROUNDS,
                    median(starts).toMillis(),
                    median(resident) / 1024,
                    Files.exists(Distribution.home().resolve("lib/gateway.aot")) ? "yes" : "no");
            assertThat(starts).hasSize(ROUNDS);
        }
    }

    private static Duration start(KeptDemo demo) {
        long begun = System.nanoTime();
        demo.startHanse(
                "west-gateway",
                "west-gateway",
                "gateway",
                "--config",
                demo.file("west/gateway.yaml").toString());
        demo.awaitReply("west-pod-1", "10.10.0.11");
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static <T extends Comparable<T>> T median(List<T> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
