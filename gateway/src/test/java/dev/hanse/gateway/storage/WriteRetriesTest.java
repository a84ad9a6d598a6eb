// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects an idle gateway from keeping old state for as long as nothing changes. */
class WriteRetriesTest {

    private final ManualLoop loop = new ManualLoop(new ManualClock());
    private int rounds;

    @Test
    void triesAgainEveryTenSecondsUntilItIsStopped() {
        WriteRetries retries = new WriteRetries(loop, Runnable::run, List.of(() -> rounds++));
        retries.start();
        loop.run();
        assertThat(rounds).isZero();
        loop.advance(Duration.ofSeconds(35));
        assertThat(rounds).isEqualTo(3);

        retries.stop();
        loop.run();
        loop.advance(Duration.ofSeconds(35));
        assertThat(rounds).isEqualTo(3);
        assertThat(loop.timers()).isZero();
    }
}
