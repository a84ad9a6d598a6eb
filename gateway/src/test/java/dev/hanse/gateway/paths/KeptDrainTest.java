// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.testing.FakeTunnel;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what a start without the control plane knows of a drain. */
class KeptDrainTest {

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final PathWatch watch = new PathWatch(loop, clock, new ClusterId("east"));
    private final FakeTunnel tunnel = new FakeTunnel(clock, watch::onPath);

    private Path file() {
        return directory.resolve("place").resolve(KeptDrain.FILE);
    }

    private KeptDrain drain() {
        KeptDrain drain = KeptDrain.restore(loop, Runnable::run, file(), tunnel, watch);
        loop.run();
        return drain;
    }

    @Test
    void whatCannotBeKeptIsToldAndTriedAgain() throws IOException {
        KeptDrain drain = drain();
        drain.accept(true);
        loop.advance(Duration.ofSeconds(1));
        assertThat(tunnel.isDrained()).isTrue();
        assertThat(drain.stateFailure()).contains(file() + " cannot be written");

        Files.createDirectory(file().getParent());
        drain.retryWrites();
        assertThat(file()).exists();
        assertThat(drain.stateFailure()).isEmpty();

        Files.delete(file());
        drain.retryWrites();
        assertThat(file()).as("nothing was left to be tried again").doesNotExist();
    }

    @Test
    void endDoesNotWaitForThePause() throws IOException {
        Files.createDirectory(file().getParent());
        KeptDrain drain = drain();
        drain.accept(true);
        drain.stop();
        loop.run();
        assertThat(file()).exists();
    }
}
