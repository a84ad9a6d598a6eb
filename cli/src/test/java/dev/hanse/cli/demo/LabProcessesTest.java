// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Protects the processes of others: a lab ends what carries its mark and nothing else. */
final class LabProcessesTest {

    private final String run =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    @Test
    void endsMarkedProcessesOnly() throws IOException, InterruptedException {
        Process ours = sleeping(run);
        Process others = sleeping(run + "0");
        try {
            LabProcesses.endAll(run);
            assertThat(ours.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(others.isAlive()).isTrue();
        } finally {
            ours.destroyForcibly();
            others.destroyForcibly();
        }
    }

    @Test
    void hasNothingToDoWhereNoneRuns() {
        LabProcesses.endAll(run);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    private static Process sleeping(String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().put(LabProcesses.MARK, mark);
        return builder.start();
    }
}
