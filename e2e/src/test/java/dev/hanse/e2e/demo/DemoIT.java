// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the first thing that anybody runs: the demo shows what it promises, again and again, and leaves nothing behind. */
final class DemoIT {

    @TempDir
    private Path parent;

    @Test
    void showsThePagePathAndAddressAndLeavesNothing() throws IOException {
        DemoRun run = DemoRun.start(folder()).awaitPrinted("test hosts");
        String id = run.runId();
        assertThat(run.awaitExit()).as(run.output()).isZero();
        assertThat(run.output())
                .containsPattern("DNS: west-pod-1 resolves web.shop.svc.clusterset.local to .*10\\.10\\.0\\.1[12]")
                .containsPattern("page: .* I am web-[12] and I see 10\\.20\\.0\\.11")
                .contains("the server in east saw 10.20.0.11, the pod's own")
                .containsPattern("and back: east-pod-1 .* saw 10\\.10\\.0\\.11");
        assertThat(run.output().lines().filter(line -> line.matches(" +\\d+\\.\\d\\d s  .*")))
                .hasSizeGreaterThanOrEqualTo(8);
        assertThat(DemoRun.leftOf(id)).isEmpty();
        assertThat(folder()).doesNotExist();
    }

    @Test
    void worksWhereGatewaysAndControlPlaneHaveAddressesInPodPrefixes() throws IOException {
        DemoRun run = DemoRun.toEnd(folder(), "--shared-network");
        assertThat(run.output())
                .contains(
                        "east 10.10.0.0/16 and 192.0.2.0/24 and 198.51.100.0/24",
                        "west 10.20.0.0/16 and 203.0.113.0/24")
                .contains("the server in east saw 10.20.0.11, the pod's own")
                .contains("The demo worked");
    }

    @Test
    void worksAgainAfterAKillInTheMiddle() throws IOException, InterruptedException {
        DemoRun killed = DemoRun.start(folder()).awaitPrinted("join tokens");
        String id = killed.runId();
        killed.signal("KILL");
        killed.awaitExit();
        assertThat(DemoRun.leftOf(id)).as("a killed run cannot clean up").isNotEmpty();

        DemoRun next = DemoRun.toEnd(folder());
        assertThat(next.output()).contains("An earlier demo was still there", "The demo worked");
        assertThat(DemoRun.leftOf(id)).isEmpty();
        assertThat(folder()).doesNotExist();
    }

    @Test
    void removesEverythingOnCtrlC() throws IOException, InterruptedException {
        DemoRun run = DemoRun.start(folder()).awaitPrinted("control plane:");
        String id = run.runId();
        run.signal("INT");
        assertThat(run.awaitExit()).isEqualTo(130);
        assertThat(run.output()).doesNotContain("hanse:");
        assertThat(DemoRun.leftOf(id)).isEmpty();
        assertThat(folder()).doesNotExist();
    }

    private Path folder() {
        return parent.resolve("demo");
    }
}
