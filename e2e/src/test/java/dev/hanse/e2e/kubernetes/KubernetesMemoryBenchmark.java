// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code make bench-memory} runs: memory of a gateway that writes, in the minute after an import. {@code -Dhanse.bench.distributions=A:B} compares distributions, each with its launcher and its cache of
 * classes, one after the other beside one API server. Results go to standard output.
 */
final class KubernetesMemoryBenchmark {

    private static final List<Path> DISTRIBUTIONS = Arrays.stream(System.getProperty(
                            "hanse.bench.distributions", Distribution.home().toString())
                    .split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();

    private static final int SAMPLES = 7;

    /** The last sample is as late as that of {@link KubernetesBenchmark}. */
    private static final Duration BETWEEN = Duration.ofSeconds(65).dividedBy(SAMPLES - 1);

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void afterAnImport() throws IOException, InterruptedException {
        ManyExports many = new ManyExports(new WestGateways(lab));
        many.makeOthers();
        WestGateways.Member gateway = many.west().gateway();
        for (Path distribution : DISTRIBUTIONS) {
            measure(many, gateway.start(distribution), distribution);
        }
    }

    private static void measure(ManyExports many, WestGateways.Member gateway, Path distribution)
            throws IOException, InterruptedException {
        WrittenObjects written = new WrittenObjects(many.west().api().admin());
        eventually(
                "it writes",
                ManyExports.LIMIT,
                () -> assertThat(written.holder()).isNotEmpty());
        System.out.println("kubernetes: " + distribution + ": "
                + gateway.process()
                        .logText()
                        .lines()
                        .filter(line -> line.contains("is ready after"))
                        .toList());
        many.printMemory(0, "at the start", gateway);
        String namespace = "ours" + DISTRIBUTIONS.indexOf(distribution);
        System.out.printf("kubernetes: imported in %d ms%n", many.export(namespace));
        for (int sample = 0; sample < SAMPLES; sample++) {
            many.printMemory(ManyExports.EXPORTS, BETWEEN.multipliedBy(sample).toSeconds() + " s later", gateway);
            Thread.sleep(sample < SAMPLES - 1 ? BETWEEN : Duration.ZERO);
        }
        many.clear(namespace);
        gateway.process().signal("TERM");
        gateway.process().awaitExit(ManyExports.LIMIT);
    }
}
